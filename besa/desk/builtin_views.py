"""The views every desk has. Each reads one index in its own order and stops after a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, OrderBy, Q, QuerySet

from besa.people.models import Department
from besa.reports.deadlines import late
from besa.reports.models import Report
from besa.reports.models.report import OPEN, State

#: how long a department may keep still before its silence is a list of its own
SILENCE = timedelta(days=3)

_OPEN = Q(closed_at__isnull=True)
# Said by what it is not: given a state, SQLite reads all reports in it and sorts them, instead of the first page.
_ONLY_RECEIVED = ~Q(state__in=OPEN - {State.RECEIVED})
# What somebody outside must repair has no date, and comes after all that the municipality owes.
BY_REPAIR = (F("fix_due_at").asc(nulls_last=True), "pk")
_BY_ANSWER = ("response_due_at", "pk")


@dataclass(frozen=True)
class Moment:
    """When and for whom a view is read: `day_ends` in the municipality's time, `reader` a user's id.

    `departments` are the ids of the reader's own, none for who works for all of the municipality.
    """

    now: datetime
    day_ends: datetime
    reader: int
    municipality: int
    departments: tuple[int, ...]


Reports = QuerySet[Report]


@dataclass(frozen=True)
class BuiltinView:
    """One list. `order` is its index's own order; `counted` views show how many there are.

    `is_sorted` says that its reports are found by something else than its order, and put in order then.
    """

    key: str
    narrow: Callable[[Reports, Moment], Reports]
    order: tuple[str | OrderBy, ...] = BY_REPAIR
    counted: bool = True
    is_sorted: bool = False

    @property
    def order_to_count(self) -> tuple[str | OrderBy, ...]:
        """The order in which counting reads its index, as left to choose SQLite takes a longer way.

        Never the number of the report, by which it would sort; nothing where it would sort all the same.
        """
        return () if self.is_sorted else self.order[:1]


def due_between(reports: Reports, start: datetime, end: datetime) -> Reports:
    """Open reports whose first answer or repair is due in a period.

    Each half is one range of an index of its own; joined by OR, SQLite would rather read all that is open.
    """
    repair = reports.filter(_OPEN, fix_due_at__gte=start, fix_due_at__lt=end).order_by().values("pk")
    answer = reports.filter(
        _OPEN, responded_at__isnull=True, response_due_at__gte=start, response_due_at__lt=end
    )
    return reports.filter(pk__in=repair.union(answer.order_by().values("pk")))


def _waiting_departments(reports: Reports, moment: Moment) -> Reports:
    # Chosen by department first, so that the departments' index is read and not all that is open.
    departments = Department.objects.filter(municipality_id=moment.municipality).order_by().values("pk")
    theirs = Report.objects.filter(
        _OPEN,
        Q(responded_at__isnull=True) | Q(state=State.FORWARDED),
        department__in=departments,
        changed_at__lt=moment.now - SILENCE,
    )
    return reports.filter(pk__in=theirs.values("pk"))


VIEWS = {
    view.key: view
    for view in (
        # What nobody has answered yet: the index holds nothing else, by the date the answer is due.
        BuiltinView(
            "new",
            lambda reports, moment: reports.filter(_OPEN, _ONLY_RECEIVED, responded_at__isnull=True),
            _BY_ANSWER,
        ),
        BuiltinView("mine", lambda reports, moment: reports.filter(_OPEN, assignee=moment.reader)),
        BuiltinView(
            "department", lambda reports, moment: reports.filter(_OPEN, department__in=moment.departments)
        ),
        BuiltinView("late", lambda reports, moment: reports.filter(late(moment.now))),
        BuiltinView(
            "today",
            lambda reports, moment: due_between(reports, moment.now, moment.day_ends),
            is_sorted=True,
        ),
        BuiltinView(
            "reopened",
            lambda reports, moment: reports.filter(state=State.REOPENED),
            ("-created_at", "-pk"),
            is_sorted=True,
        ),
        BuiltinView("silent", _waiting_departments, ("changed_at", "pk")),
        BuiltinView("open", lambda reports, moment: reports.filter(_OPEN)),
        BuiltinView(
            "closed",
            lambda reports, moment: reports.filter(closed_at__isnull=False),
            ("-closed_at", "-pk"),
            counted=False,
        ),
        # All there is, for who looks for something whatever became of it.
        BuiltinView("all", lambda reports, moment: reports, ("-created_at", "-pk"), counted=False),
    )
}


def views_for(departments: Sequence[Department]) -> list[BuiltinView]:
    """The views of who works for departments, or for all of a municipality (none), who has no list of them."""
    return [view for view in VIEWS.values() if departments or view.key != "department"]
