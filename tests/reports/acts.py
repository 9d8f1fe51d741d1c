"""Two neighbouring municipalities with officials, for tests of what they do to one report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from besa.people.models import Department, Role, User
from besa.places.models import Municipality
from besa.reports import exposure
from besa.reports.models import Category, Report, SearchText, StateCount, TileCount
from tests.factories.desk import a_report
from tests.factories.people import a_department, a_member
from tests.factories.submission import a_municipality, town_of_peja

IN_PEJA, IN_DECAN, NOWHERE = (42.661, 20.291), (42.661, 20.491), (41.0, 18.0)


@dataclass
class Neighbours:
    """Peja with two departments, and Deçan beside it."""

    peja: Municipality
    decan: Municipality
    roads: Department
    parks: Department
    officer: User
    of_roads: User
    of_parks: User
    coordinator: User
    in_decan: User

    def report(self, **values: Any) -> Report:
        """A report of a pothole in Peja."""
        category = values.pop("category", None) or category_of("pothole")
        return a_report(municipality=self.peja, category=category, lat=IN_PEJA[0], lon=IN_PEJA[1], **values)


def neighbours() -> Neighbours:
    """Both of them, with their people."""
    peja = town_of_peja()
    decan = a_municipality("decan", {"sq": "Deçan", "sr": "Дечани", "en": "Deçan"}, 42.66, 20.49, active=True)
    roads, parks = a_department(peja, "roads"), a_department(peja, "parks")
    return Neighbours(
        peja,
        decan,
        roads,
        parks,
        officer=named(a_member(Role.OFFICER, peja), "Arta Gashi"),
        of_roads=named(
            a_member(Role.OFFICER, peja, department=roads, email="roads@peja.example"), "Bekim Hoti"
        ),
        of_parks=named(
            a_member(Role.OFFICER, peja, department=parks, email="parks@peja.example"), "Drita Krasniqi"
        ),
        coordinator=named(a_member(Role.COORDINATOR, peja), "Çelik Berisha"),
        in_decan=named(a_member(Role.COORDINATOR, decan), "Ilir Deda"),
    )


def named(user: User, name: str) -> User:
    """The same person with a name."""
    user.name = name
    user.save()
    return user


def category_of(key: str) -> Category:
    """A category that everybody has."""
    return Category.objects.get(key=key)


def exposed() -> tuple[set[Any], set[Any], set[Any], list[Any]]:
    """Everything that is kept for maps, boards and search."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM reports_searchindex WHERE reports_searchindex MATCH 'rruge*' ORDER BY 1"
        ) if connection.vendor == "sqlite" else cursor.execute("SELECT 1 WHERE 1 = 0")
        found = list(cursor.fetchall())
    return (
        set(
            TileCount.objects.filter(n__gt=0).values_list("level", "category", "state", "week", "prefix", "n")
        ),
        set(StateCount.objects.filter(n__gt=0).values_list("municipality", "category", "state", "n")),
        set(SearchText.objects.values_list("report_id", "words")),
        found,
    )


def exposure_is_exact() -> bool:
    """True when what was kept step by step is what a count over all reports gives."""
    before = exposed()
    exposure.rebuild_exposure()
    return before == exposed()
