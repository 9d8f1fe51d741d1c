"""What can be chosen in the filters of the queue, and the words of what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils import timezone

from besa.core import languages
from besa.desk.filters import AGES, LATENESS, ME, NOBODY, DeskFilters
from besa.desk.labels import AGE_LABELS, LATENESS_LABELS, MINE, NO_DEPARTMENT, NOBODYS, PRIORITY_LABELS
from besa.desk.scopes import Scope
from besa.people.models import Department, Membership, Role, User
from besa.people.queries import department_choices
from besa.places.models import Municipality, Place
from besa.reports.labels import STATE_LABELS
from besa.reports.models import Category

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class FilterChoices:
    """Values and words of every filter."""

    states: Pairs
    categories: Pairs
    departments: Pairs
    colleagues: Pairs
    places: Pairs
    lateness: Pairs
    ages: Pairs
    priorities: Pairs


def filter_choices(scope: Scope) -> FilterChoices:
    """All that can be chosen in a part of the desk. At most four queries."""
    municipality = scope.municipality
    places = Place.objects.filter(municipality=municipality).values_list("pk", "names")
    departments = [(str(one.pk), one.name) for one in scope.departments or department_choices(municipality)]
    colleagues = [(str(one.pk), str(one)) for one in colleagues_of(municipality)]
    return FilterChoices(
        states=[(str(key), str(label)) for key, label in STATE_LABELS.items()],
        categories=categories_on_desk(municipality),
        departments=[(NOBODY, str(NO_DEPARTMENT)), *departments],
        colleagues=[(ME, str(MINE)), (NOBODY, str(NOBODYS)), *colleagues],
        places=_by_word((str(pk), languages.choose(names)) for pk, names in places),
        lateness=[(key, str(LATENESS_LABELS[key])) for key in LATENESS],
        ages=[(key, str(AGE_LABELS[key])) for key in AGES],
        priorities=[(key, str(PRIORITY_LABELS[key])) for key in ("high", "urgent")],
    )


def categories_on_desk(municipality: Municipality) -> Pairs:
    """Key and name of the categories that reports of the municipality may have, by name."""
    own = Q(municipality__isnull=True) | Q(municipality=municipality)
    return _by_word((category.key, category.name) for category in Category.objects.filter(own))


def colleagues_of(municipality: Municipality) -> list[User]:
    """Officers and coordinators of a municipality, by name."""
    now = timezone.now()
    current = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now),
        municipality=municipality,
        role__in=(Role.OFFICER, Role.COORDINATOR),
        since__lte=now,
    )
    return list(User.objects.filter(pk__in=current.values("user")).order_by("name", "email"))


def _by_word(pairs: Any) -> Pairs:
    return sorted(pairs, key=lambda pair: pair[1].casefold())


@dataclass(frozen=True)
class Chip:
    """A filter that is set, in words, and the address's query without it."""

    label: str
    without: str


def chips_of(filters: DeskFilters, municipality: Municipality, categories: Sequence[Category]) -> list[Chip]:
    """The filters that are set. `categories` are those of the filter; a query for each other kind of name."""
    found = [Chip(f"“{filters.search}”", replace(filters, search="").as_query())] if filters.search else []
    for name, label in (*_in_code(filters), *_in_database(filters, municipality, categories)):
        found.append(Chip(label, replace(filters, **{name: type(getattr(filters, name))()}).as_query()))
    return found


def _in_code(filters: DeskFilters) -> Pairs:
    found: Pairs = []
    if filters.states:
        found.append(("states", ", ".join(str(STATE_LABELS[key]) for key in filters.states)))
    for name, labels in (
        ("lateness", LATENESS_LABELS),
        ("age", AGE_LABELS),
        ("priority", PRIORITY_LABELS),
    ):
        if value := getattr(filters, name):
            found.append((name, str(labels[value])))
    if filters.assignee in (ME, NOBODY):
        found.append(("assignee", str(MINE if filters.assignee == ME else NOBODYS)))
    if filters.department == NOBODY:
        found.append(("department", str(NO_DEPARTMENT)))
    return found


def _in_database(filters: DeskFilters, municipality: Municipality, categories: Sequence[Category]) -> Pairs:
    found: Pairs = []
    if filters.categories:
        found.append(
            ("categories", ", ".join(one.name for one in categories) or ", ".join(filters.categories))
        )
    if filters.department.isdecimal():
        department = Department.objects.filter(pk=filters.department, municipality=municipality).first()
        found.append(("department", department.name if department else filters.department))
    if filters.place:
        place = Place.objects.filter(pk=filters.place, municipality=municipality).first()
        found.append(("place", place.name if place else filters.place))
    if filters.assignee.isdecimal():
        person = next(
            (one for one in colleagues_of(municipality) if str(one.pk) == filters.assignee), filters.assignee
        )
        found.append(("assignee", str(person)))
    return found
