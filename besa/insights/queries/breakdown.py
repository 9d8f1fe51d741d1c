"""The period's numbers of one municipality by category, department or settlement: one row for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.insights.counting import Count
from besa.insights.measures import Durations
from besa.people.models import Department
from besa.places.gazetteer import gazetteer
from besa.places.models import Municipality
from besa.reports.queries.categories import name_of
from besa.reports.rulebook import rulebook

#: the number of reports that have none
NONE = 0


@dataclass(frozen=True)
class Part:
    """A category, department or settlement: its id, stable key and name."""

    id: int
    key: str
    name: str


@dataclass(frozen=True)
class Line:
    """The numbers of one part; `counted` has the keys of `measures.TRAITS`."""

    part: Part
    counted: dict[str, int]
    response: Durations
    fix: Durations


def _categories(municipality: Municipality) -> list[Part]:
    rules = rulebook().rules_of(municipality.pk)
    found = rulebook().categories_in(municipality.pk)
    return [Part(one.pk, one.key, name_of(one, rules.get(one.pk))) for one in found]


def _departments(municipality: Municipality) -> list[Part]:
    found = Department.objects.filter(municipality=municipality)
    return [Part(one.pk, one.slug, one.name) for one in found] + [Part(NONE, "", _("No department"))]


def _places(municipality: Municipality) -> list[Part]:
    found = (place for place in gazetteer().places.values() if place.municipality_id == municipality.pk)
    return [Part(one.pk, one.slug, one.name) for one in found] + [Part(NONE, "", _("No settlement"))]


@dataclass(frozen=True)
class Breakdown:
    """A way to take reports apart: by which column, into which parts, with which words."""

    key: str
    label: str | Promise
    heading: str | Promise
    parts: Callable[[Municipality], list[Part]]


BREAKDOWNS: Final[dict[str, Breakdown]] = {
    "category": Breakdown("category", gettext_lazy("By category"), gettext_lazy("Category"), _categories),
    "department": Breakdown(
        "department", gettext_lazy("By department"), gettext_lazy("Department"), _departments
    ),
    "place": Breakdown("place", gettext_lazy("By settlement"), gettext_lazy("Settlement"), _places),
}


def break_down(count: Count, breakdown: Breakdown) -> list[Line]:
    """A line for each part that has reports in the period, most reports first."""
    parts = breakdown.parts(count.asked.municipality)
    counted = count.by(breakdown.key, [part.id for part in parts])
    lines = [Line(part, *numbers) for part, numbers in zip(parts, counted, strict=True)]
    found = [line for line in lines if line.counted["reports"]]
    return sorted(found, key=lambda line: (-line.counted["reports"], line.part.name))
