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
    "pledges/",
    "pledges/method/",
    "pledges/corrections/",
    "pledges/compare/",
    "publications/",
    "follow/",
    "follow/?municipality=peja",
    "follow/?lat=42.66&lon=20.29&radius=2000&category=waste",
    "follow/publications/",
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
        found += [
            town,
            f"{town}statistics/",
            f"{town}infographic/",
            f"{town}posters/",
            f"{town}clips/",
            f"{town}share-kit/",
        ]
        with urllib.request.urlopen(f"{address}/en/{municipality[1]}") as response:
            report = re.search(r'href="/en/(reports/\d+/)', response.read().decode())
        if report:
            found += [report[1], f"{report[1]}deadlines/"]
    return found + _pledge_paths(address) + _publication_paths(address)


def _publication_paths(address: str) -> list[str]:
    """The first publication on the list, where there is any."""
    with urllib.request.urlopen(f"{address}/en/publications/") as response:
        link = re.search(r'href="/en/(publications/[\w-]+/)"', response.read().decode())
    return [link[1]] if link else []


def _pledge_paths(address: str) -> list[str]:
    """The first mayor's page and the first of the pledges on it, where there are any."""
    found: list[str] = []
    for pattern in (r'href="/en/(pledges/[\w-]+-\d{4}/)"', r'href="/en/(pledges/[\w-]+/\w{10}/)"'):
        page = found[-1] if found else "pledges/"
        with urllib.request.urlopen(f"{address}/en/{page}") as response:
            link = re.search(pattern, response.read().decode())
        if link is None:
            break
        found += [link[1], f"{link[1]}embed/", f"{link[1]}send/"] if found else [link[1]]
    return [*found, f"{found[0]}embed/"] if found else []
