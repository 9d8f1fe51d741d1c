"""What the queue shows: a page of a view, narrowed by the filters.

Every view reads an index in its order and stops after a page, so that it takes as long with a million reports as
with a thousand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Left

from besa.desk.builtin_views import VIEWS, BuiltinView, Moment, due_between
from besa.desk.filters import ME, NOBODY, DeskFilters
from besa.desk.queries.search import narrow_by_search
from besa.desk.scopes import Scope
from besa.people.models import User
from besa.places.calendar import zone_of
from besa.reports.deadlines import late
from besa.reports.models import Category, Report
from besa.reports.models.report import Priority
from besa.reports.rulebook import rulebook

PAGE_SIZE = 50
#: nobody turns more pages than these; a filter is quicker
MOST_PAGES = 20
_EXCERPT = 120
_FIELDS = (
    "pk",
    "excerpt",
    "state",
    "visibility",
    "response_due_at",
    "fix_due_at",
    "responded_at",
    "closed_at",
    "lat",
    "lon",
    "priority",
    "me_too_count",
    "category_id",
    "place_id",
    "department__names",
    "assignee__name",
    "assignee__email",
)


@dataclass(frozen=True)
class QueuePage:
    """Values of the rows of one page, and whether another one follows."""

    rows: list[dict[str, Any]]
    number: int
    has_next: bool

    @property
    def total(self) -> int | None:
        """How many there are on all pages; None while that is not known without counting."""
        return None if self.has_next else (self.number - 1) * PAGE_SIZE + len(self.rows)


def moment_for(scope: Scope, reader: User, now: datetime) -> Moment:
    """Now, and the end of the municipality's day."""
    zone = zone_of(scope.municipality)
    departments = tuple(one.pk for one in scope.departments)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return Moment(
        now, datetime.combine(tomorrow, time(), zone), reader.pk, scope.municipality.pk, departments
    )


class Queue:
    """One reader's queue. `sees_mail` says whether reporters may be found by their address."""

    def __init__(
        self, scope: Scope, filters: DeskFilters, moment: Moment, *, sees_mail: bool = False
    ) -> None:
        self.scope, self.filters, self.moment, self.sees_mail = scope, filters, moment, sees_mail

    def in_view(self, view: BuiltinView) -> QuerySet[Report]:
        """Reports of a view, without the filters."""
        return view.narrow(self.scope.reports(), self.moment)

    def found(self) -> QuerySet[Report]:
        """All that is asked for, in its order."""
        view = VIEWS[self.filters.view]
        # A number is unique: it is found in whatever view it stands.
        rows = self.scope.reports() if self.filters.number is not None else self.in_view(view)
        rows = self._in_categories(rows)
        for narrow in _NARROWERS:
            rows = narrow(rows, self.filters, self.moment)
        rows = narrow_by_search(rows, self.filters, self.scope, sees_mail=self.sees_mail)
        return rows.order_by(*view.order)

    def page(self, number: int) -> QueuePage:
        """One page; the last one that is shown for a number beyond it. One query, and those of the search."""
        number = min(max(1, number), MOST_PAGES)
        start = (number - 1) * PAGE_SIZE
        # Chosen first and joined then: with the category in the same query, SQLite begins with that and sorts all.
        chosen = self.found().values("pk")[start : start + PAGE_SIZE + 1]
        rows = Report.objects.filter(pk__in=chosen).annotate(excerpt=Left("text", _EXCERPT))
        found = list(rows.order_by(*VIEWS[self.filters.view].order).values(*_FIELDS))
        return QueuePage(found[:PAGE_SIZE], number, len(found) > PAGE_SIZE and number < MOST_PAGES)

    @cached_property
    def categories(self) -> list[Category]:
        """The categories that are asked for."""
        known = (rulebook().category_of_key(key) for key in self.filters.categories)
        return [category for category in known if category is not None]

    def _in_categories(self, rows: QuerySet[Report]) -> QuerySet[Report]:
        # By id: joined by key, the category would be looked up for every report that is walked over.
        return rows.filter(category__in=self.categories) if self.filters.categories else rows


Narrower = Callable[[QuerySet[Report], DeskFilters, Moment], QuerySet[Report]]


def _by_values(rows: QuerySet[Report], filters: DeskFilters, moment: Moment) -> QuerySet[Report]:
    if filters.states:
        rows = rows.filter(state__in=filters.states)
    if filters.place:
        rows = rows.filter(place_id=int(filters.place))
    if filters.priority:
        rows = rows.filter(priority__gte=Priority[filters.priority.upper()])
    return rows


def _by_people(rows: QuerySet[Report], filters: DeskFilters, moment: Moment) -> QuerySet[Report]:
    if filters.department:
        nobody = filters.department == NOBODY
        rows = rows.filter(Q(department__isnull=True) if nobody else Q(department_id=int(filters.department)))
    if filters.assignee == NOBODY:
        rows = rows.filter(assignee__isnull=True)
    elif filters.assignee:
        rows = rows.filter(assignee_id=moment.reader if filters.assignee == ME else int(filters.assignee))
    return rows


def _by_lateness(rows: QuerySet[Report], filters: DeskFilters, moment: Moment) -> QuerySet[Report]:
    now = moment.now
    match filters.lateness:
        case "late":
            return rows.filter(late(now))
        case "answer":
            return rows.filter(closed_at__isnull=True, responded_at__isnull=True, response_due_at__lt=now)
        case "repair":
            return rows.filter(closed_at__isnull=True, fix_due_at__lt=now)
        case "today":
            return due_between(rows, now, moment.day_ends)
    return rows


def _by_age(rows: QuerySet[Report], filters: DeskFilters, moment: Moment) -> QuerySet[Report]:
    if not filters.age:
        return rows
    since = moment.now - timedelta(days=int(filters.age.removeprefix("over")))
    return (
        rows.filter(created_at__lt=since)
        if filters.age.startswith("over")
        else rows.filter(created_at__gte=since)
    )


_NARROWERS: tuple[Narrower, ...] = (_by_values, _by_people, _by_lateness, _by_age)
