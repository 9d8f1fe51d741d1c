"""The public pages, and some of those behind the sign-in, that the walks through the site visit, as they stand in the demonstration data."""

from __future__ import annotations

import re
import urllib.request

LANGUAGES = ("sq", "sr-latn", "sr", "en")
#: paths after the language
FIXED = (
    "",
    "about/",
    "how-it-works/",
    "privacy/",
    "accessibility/",
    "open-data/",
    "open-data/api/",
    "open-data/reports/",
    "offline/",
    "m/",
    "map/",
    "search/",
    "search/?q=uje",
    "ledger/",
    "statistics/",
    "statistics/method/",
    "follow/",
    "follow/?municipality=peja",
    "follow/?lat=42.66&lon=20.29&radius=2000&category=waste",
    "follow/asked/",
    "alerts/lost/",
    "report/",
    "account/login/",
    "account/signup/",
    "no-such-page/",
)

#: paths after the language that the coordinator of Peja sees, in the demonstration data
COORDINATOR = "coordinator.peja@besa.example"
OFFICER = "officer.peja@besa.example"
PASSWORD = "besa-demonstration"
SIGNED_IN = (
    "desk/",
    "desk/?view=open&filters=1",
    "desk/views/new/?view=late",
    "desk/field/?whose=open",
    "desk/categories/",
    "desk/categories/waste/",
    "desk/deadlines/",
    "desk/deadlines/category/waste/",
    "desk/days-off/",
    "desk/working-hours/",
    "desk/reminders/",
    "desk/recipients/",
    "desk/recipients/new/?channel=webhook",
    "desk/deliveries/",
    "desk/incoming/",
    "desk/members/",
    "desk/departments/",
    "desk/moderation/",
    "desk/practice/",
    "desk/practice/people/",
    "account/",
    "alerts/",
    "account/sessions/",
    "account/2fa/",
)


def public_paths(address: str) -> list[str]:
    """Paths after the language, with the first municipality and the first report that the site shows."""
    found = list(FIXED)
    with urllib.request.urlopen(f"{address}/en/m/") as response:
        municipality = re.search(r'href="/en/(m/[\w-]+/)"', response.read().decode())
    if municipality:
        town = municipality[1]
        found += [town, f"{town}statistics/", f"{town}infographic/", f"{town}posters/"]
        with urllib.request.urlopen(f"{address}/en/{municipality[1]}") as response:
            report = re.search(r'href="/en/(reports/\d+/)', response.read().decode())
        if report:
            found += [report[1], f"{report[1]}deadlines/"]
    return found
