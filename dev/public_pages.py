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
    "assemblies/",
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
    if town := _first(address, "m/", r"m/[\w-]+/"):
        found.append(town)
        found += [f"{town}{page}/" for page in ("statistics", "infographic", "posters", "clips", "share-kit")]
        if report := _first(address, town, r"reports/\d+/"):
            found += [report, f"{report}deadlines/"]
    return found + _pledge_paths(address) + _assembly_paths(address) + _publication_paths(address)


def _first(address: str, page: str, pattern: str) -> str | None:
    """The first address on an English page that a pattern's group matches, as a path after the language."""
    with urllib.request.urlopen(f"{address}/en/{page}") as response:
        found = re.search(rf'href="/en/({pattern})"', response.read().decode())
    return found[1] if found else None


def _publication_paths(address: str) -> list[str]:
    """The first publication on the list, where there is any."""
    found = _first(address, "publications/", r"publications/(?!write)[\w-]+/")
    return [found] if found else []


def _pledge_paths(address: str) -> list[str]:
    """The first mayor's page and the first of the pledges on it, where there are any."""
    mayor = _first(address, "pledges/", r"pledges/[\w-]+-\d{4}/")
    if mayor is None:
        return []
    pledge = _first(address, mayor, r"pledges/[\w-]+/\w{10}/")
    pages = ("", "embed/", "send/", "print/")
    return [mayor, f"{mayor}embed/", *(f"{pledge}{page}" for page in pages if pledge)]


def _assembly_paths(address: str) -> list[str]:
    """The first assembly with a session and a member of it, where there are any."""
    assembly = _first(address, "assemblies/", r"assemblies/[\w-]+/")
    if assembly is None:
        return []
    within = (
        _first(address, assembly, rf"{assembly}{page}") for page in (r"sessions/\d+/", r"members/[\w-]+/")
    )
    return [assembly, *filter(None, within)]
