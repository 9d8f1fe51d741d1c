"""What the desk shows: the lists an official works through, in the order in which things are due.

Every list reads one index in its own order and stops after a page, so that it takes as long with a million
reports as with a thousand. Counts stop at COUNT_LIMIT for the same reason: "999+" is as good as 48,211.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import F, OrderBy, Q, QuerySet
from django.utils.functional import cached_property

from besa.people.models import Department, Role
from besa.people.permissions import EVERYWHERE, TABLE, Standing
from besa.places.models import Municipality
from besa.reports.deadlines import late
from besa.reports.models import Category, Report
from besa.reports.models.report import OPEN, State, Visibility

PAGE_SIZE = 50
COUNT_LIMIT = 1_000
#: what an official never sees: nobody has confirmed the one, the other is gone
UNSEEN = (Visibility.UNCONFIRMED, Visibility.ERASED)
SHORTEST_SEARCH = 2

_OPEN = Q(closed_at__isnull=True)
# Said by what it is not: given a state, SQLite reads all reports in it and sorts them, instead of the first page.
_ONLY_RECEIVED = ~Q(state__in=OPEN - {State.RECEIVED})
# What somebody outside must repair has no date, and comes after all that the municipality owes.
_BY_REPAIR = (F("fix_due_at").asc(nulls_last=True), "pk")


@dataclass(frozen=True)
class Tab:
    """One list of the desk. `order` is the index's own order; `counted` lists show how many there are."""

    key: str
    matches: Callable[[datetime], Q]
    order: tuple[str | OrderBy, ...]
    counted: bool = True


TABS = {
    tab.key: tab
    for tab in (
        # What nobody has answered yet: the index holds nothing else, by the date the answer is due.
        Tab(
            "new",
            lambda now: _OPEN & Q(responded_at__isnull=True) & _ONLY_RECEIVED,
            ("response_due_at", "pk"),
        ),
        Tab("late", lambda now: late(now), _BY_REPAIR),
        Tab("open", lambda now: _OPEN, _BY_REPAIR),
        Tab("reopened", lambda now: Q(state=State.REOPENED), ("-created_at", "-pk")),
        Tab("department", lambda now: _OPEN & Q(department__isnull=False), _BY_REPAIR),
        Tab("closed", lambda now: Q(closed_at__isnull=False), ("-closed_at", "-pk"), counted=False),
    )
}


@dataclass(frozen=True)
class Scope:
    """The part of the desk a person works at: one municipality, all of it or one department.

    An officer of a department also sees what no department has yet: somebody must take it.
    """

    municipality: Municipality
    department: Department | None

    def shows(self, tab: Tab) -> bool:
        """Only who belongs to a department has a list of it."""
        return tab.key != "department" or self.department is not None

    def reports(self) -> QuerySet[Report]:
        """All reports of this part of the desk."""
        found = Report.objects.filter(municipality=self.municipality).exclude(visibility__in=UNSEEN)
        if self.department is not None:
            found = found.filter(Q(department=self.department) | Q(department__isnull=True))
        return found


def scopes_of(standing: Standing) -> list[Scope]:
    """Where a person may see the desk, by the municipality's slug; everywhere for an administrator."""
    found: dict[int, Scope] = {}
    for membership in standing.memberships:
        if Role(membership.role) not in TABLE["desk.see"] or membership.municipality is None:
            continue
        whole = membership.department is None or membership.role != Role.OFFICER
        scope = Scope(membership.municipality, None if whole else membership.department)
        if whole or membership.municipality_id not in found:
            found[membership.municipality_id or 0] = scope
    if not found and any(
        one.municipality_id is None and one.role in EVERYWHERE for one in standing.memberships
    ):
        active = Municipality.objects.filter(active=True)
        found = {one.pk: Scope(one, None) for one in active}
    return sorted(found.values(), key=lambda scope: scope.municipality.slug)


@dataclass(frozen=True)
class DeskFilters:
    """What is asked for in the address of the list. `department` is an id, or None for all."""

    tab: str = "new"
    search: str = ""
    category: str = ""
    department: int | None = None

    @property
    def number(self) -> int | None:
        """The report's number when one is searched for, with or without #."""
        digits = self.search.removeprefix("#")
        return int(digits) if digits.isdecimal() and len(digits) < 19 else None

    @property
    def is_narrowed(self) -> bool:
        """True when something was typed or chosen beyond the tab."""
        return bool(self.search or self.category or self.department)


class DeskList:
    """One list of the desk, with the counts beside its tabs."""

    def __init__(self, scope: Scope, filters: DeskFilters, now: datetime) -> None:
        self.scope, self.filters, self.now = scope, filters, now

    def in_tab(self, tab: Tab) -> QuerySet[Report]:
        """Reports of a tab, without the filters."""
        found = self.scope.reports().filter(tab.matches(self.now))
        if tab.key == "department" and self.scope.department is not None:
            found = found.filter(department=self.scope.department)
        return found

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many each counted tab holds, COUNT_LIMIT at most. One query for all of them."""
        tabs = [tab for tab in TABS.values() if tab.counted and self.scope.shows(tab)]
        parts = [
            self.in_tab(tab).order_by().values("pk")[:COUNT_LIMIT].query.sql_with_params() for tab in tabs
        ]
        counted = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS waiting)" for sql, _ in parts)
        with connection.cursor() as cursor:
            # The statement is what Django wrote for the tabs; every value is a parameter.
            cursor.execute(f"SELECT {counted}", [value for _, values in parts for value in values])
            return dict(zip((tab.key for tab in tabs), cursor.fetchone(), strict=True))

    def page(self, number: str | int) -> Page[Report]:
        """One page of the tab that is asked for, narrowed by the filters."""
        tab = TABS[self.filters.tab]
        # A number is unique: it is found in whatever list it stands.
        rows = self.scope.reports() if self.filters.number else self.in_tab(tab)
        found = self._narrowed(rows).select_related("category", "place", "department")
        found = found.order_by(*tab.order).defer("answers")
        return _BoundedPaginator(found, PAGE_SIZE).get_page(number)

    def _narrowed(self, found: QuerySet[Report]) -> QuerySet[Report]:
        filters = self.filters
        if filters.category:
            found = found.filter(category__key=filters.category)
        if filters.department:
            found = found.filter(department_id=filters.department)
        if filters.number:
            found = found.filter(pk=filters.number)
        elif len(filters.search) >= SHORTEST_SEARCH:
            found = found.filter(Q(text__icontains=filters.search) | Q(address__icontains=filters.search))
        return found


class _BoundedPaginator(Paginator):  # type: ignore[type-arg]  # is no generic when it runs
    """Counts no further than a person turns pages: twenty of them."""

    @cached_property
    def count(self) -> int:
        """Reports on all pages, COUNT_LIMIT at most."""
        rows: QuerySet[Report] = self.object_list  # type: ignore[assignment]
        return rows[:COUNT_LIMIT].count()


def seen_report(pk: int) -> Report | None:
    """A report with all that its page on the desk shows of it, or None for one that officials never see."""
    found = Report.objects.select_related(
        "municipality", "category", "department", "place", "reporter", "duplicate_of"
    )
    return found.filter(pk=pk).exclude(visibility__in=UNSEEN).first()


def categories_on_desk(municipality: Municipality) -> list[tuple[str, str]]:
    """Key and name of the categories that reports of the municipality may have, by name."""
    own = Q(municipality__isnull=True) | Q(municipality=municipality)
    return sorted(
        ((category.key, category.name) for category in Category.objects.filter(own)),
        key=lambda pair: pair[1].casefold(),
    )
