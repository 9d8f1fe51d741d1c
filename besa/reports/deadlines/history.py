"""The clock of one report, counted from its rows alone.

A deadline runs in *legs*. It starts when the municipality can see the report, or for the repair again when a report
comes back that somebody outside was to repair. It stands still while the report is closed, and during a pause. What
began after time was up moves nothing: nobody becomes punctual by pausing when it is late.

Each stretch is counted with the calendar that was known when it was settled: the first date with that of the start, a
pause with that of its end (or of its beginning, when it ran out by itself), a closed time with that of the reopening.
So a holiday that is entered later moves no date that somebody was given, and the same rows give the same dates for
ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from besa.places.calendar import CalendarHistory, calendars_of
from besa.reports.deadlines.counting import Due, Terms, counted_between, first_due, moved_by
from besa.reports.deadlines.promises import Deadlines, promise_at, promises_of
from besa.reports.models import Deadline, DeadlineRule, Pause, Report, Transition
from besa.reports.models.report import CLOSED, State

_IMPORTED = "import"
#: of a change of state: when, the new state, to whom outside or to which department it went, and by which role
_Told = tuple[datetime, str, str, int | None, str]


@dataclass(frozen=True)
class Step:
    """One change of state, as far as it moves the clock. `outside`: somebody else (`whom`) is to repair it now."""

    at: datetime
    new: str
    outside: bool = False
    whom: str = ""


@dataclass(frozen=True)
class Standstill:
    """A time that does not count; `settled_at` says which calendar was known when it was counted."""

    start: datetime
    end: datetime
    settled_at: datetime
    pause: Pause | None = None


@dataclass(frozen=True)
class Stop:
    """A standstill as it moved one deadline: by so much of its time, to a new date."""

    standstill: Standstill
    counted: timedelta
    due_at: datetime


@dataclass(frozen=True)
class Leg:
    """A deadline from its start: the first date, and what moved it. `ended_at` when nothing was owed any more."""

    start: datetime
    terms: Terms
    since: datetime | None
    first_due_at: datetime
    stops: tuple[Stop, ...] = ()
    ended_at: datetime | None = None

    @property
    def due_at(self) -> datetime:
        """The date that holds after all of them."""
        return self.stops[-1].due_at if self.stops else self.first_due_at


@dataclass(frozen=True)
class History:
    """Everything that the deadlines of one report follow from."""

    category_id: int
    start: datetime
    imported: bool
    responded_at: datetime | None
    steps: tuple[Step, ...]
    pauses: tuple[Pause, ...]
    rules: Sequence[DeadlineRule]
    calendars: CalendarHistory

    def with_step(self, step: Step) -> History:
        """The same with one more change of state, which ends a pause that runs."""
        return replace(
            self,
            steps=(*self.steps, step),
            pauses=tuple(_ended(pause, step.at) for pause in self.pauses),
        )

    def with_pause(self, pause: Pause) -> History:
        """The same with one more pause."""
        return replace(self, pauses=(*self.pauses, pause))

    def ending_pause(self, at: datetime) -> History:
        """The same with the pause that runs ended."""
        return replace(self, pauses=tuple(_ended(pause, at) for pause in self.pauses))

    def about(self, category_id: int) -> History:
        """The same for another category: as if it had been the right one from the beginning."""
        return replace(self, category_id=category_id)

    def begun_at(self, start: datetime) -> History:
        """The same with another beginning: the municipality sees it from now on."""
        return replace(self, start=start)


def history_of(report: Report) -> History:
    """The history of a report from its rows: two queries."""
    return histories_of([report])[report.pk]


def histories_of(reports: Sequence[Report]) -> dict[int, History]:
    """The histories of reports by number: two queries, however many there are."""
    pks = [report.pk for report in reports]
    # By the report first: else SQLite may walk through the changes of all reports in the order of time.
    changes: dict[int, list[_Told]] = {}
    told = Transition.objects.filter(report__in=pks).order_by("report_id", "at", "pk")
    columns = ("at", "new", "forwarded_to", "department_id", "actor_role", "report_id")
    for at, new, whom, department, role, pk in told.values_list(*columns):
        changes.setdefault(pk, []).append((at, new, whom, department, role))
    pauses: dict[int, list[Pause]] = {}
    for pause in Pause.objects.filter(report__in=pks).order_by("report_id", "started_at", "pk"):
        pauses.setdefault(pause.report_id, []).append(pause)
    return {one.pk: _history(one, changes.get(one.pk, ()), pauses.get(one.pk, ())) for one in reports}


def _history(report: Report, changes: Sequence[_Told], pauses: Iterable[Pause]) -> History:
    """Of a report that was handed over, what happened at another municipality is not this one's history."""
    start = report.handed_over_at or report.published_at or report.created_at
    return History(
        category_id=report.category_id,
        start=start,
        imported=bool(changes) and changes[0][4] == _IMPORTED and report.handed_over_at is None,
        responded_at=report.responded_at,
        steps=tuple(
            Step(at, new, new == State.FORWARDED and department is None, whom)
            for at, new, whom, department, _role in changes
            if report.handed_over_at is None or at >= start
        ),
        pauses=tuple(pauses),
        rules=promises_of(report.municipality),
        calendars=calendars_of(report.municipality),
    )


def deadlines_after(history: History) -> Deadlines:
    """The dates that hold after everything in a history; what a report's row must say."""
    response, fix = legs_of(history, Deadline.RESPONSE), legs_of(history, Deadline.FIX)
    return Deadlines(
        response_due_at=response[-1].due_at if response else None,
        fix_due_at=fix[-1].due_at if fix and fix[-1].ended_at is None else None,
    )


def deadlines_of(report: Report) -> Deadlines:
    """The same for a report, counted from its rows."""
    return deadlines_after(history_of(report))


def legs_of(history: History, deadline: Deadline) -> list[Leg]:
    """How one deadline ran, oldest leg first."""
    stills = list(_standstills(history))
    if deadline is Deadline.RESPONSE:
        if history.imported:
            return []
        answered = history.responded_at
        waiting = [still for still in stills if answered is None or still.start < answered]
        return [_leg(history, deadline, history.start, waiting)]
    legs: list[Leg] = []
    for start, end in _runs_of_the_repair(history):
        within = [still for still in stills if start <= still.start and (end is None or still.start < end)]
        legs.append(replace(_leg(history, deadline, start, within), ended_at=end))
    return legs


def _leg(history: History, deadline: Deadline, start: datetime, stills: Iterable[Standstill]) -> Leg:
    promise = promise_at(history.rules, history.category_id, start)
    terms = promise.response if deadline is Deadline.RESPONSE else promise.fix
    due = first_due(terms, start, history.calendars.known_at(start))
    leg = Leg(start, terms, promise.since, due.at)
    for still in stills:
        stop, due = _stopped(history, leg.terms, due, still)
        if stop is not None:
            leg = replace(leg, stops=(*leg.stops, stop))
    return leg


def _stopped(history: History, terms: Terms, due: Due, still: Standstill) -> tuple[Stop | None, Due]:
    """What a standstill does to a deadline: nothing when time was up before it began."""
    if still.start >= due.at:
        return None, due
    calendar = history.calendars.known_at(still.settled_at)
    counted = counted_between(terms.unit, still.start, still.end, calendar)
    moved = moved_by(terms.unit, due, counted, calendar)
    return Stop(still, counted, moved.at), moved


def _standstills(history: History) -> Iterable[Standstill]:
    """The times that do not count, in order. Before the start nothing runs; a closed time lies before its reopening."""
    found = [
        Standstill(pause.started_at, _end_of(pause), _settled_at(pause), pause) for pause in history.pauses
    ]
    closed_at: datetime | None = None
    for step in history.steps:
        if step.new in CLOSED:
            closed_at = step.at if closed_at is None else closed_at
        elif closed_at is not None:
            found.append(Standstill(max(closed_at, history.start), step.at, step.at))
            closed_at = None
    return sorted((one for one in found if history.start <= one.start < one.end), key=lambda one: one.start)


def _runs_of_the_repair(history: History) -> Iterable[tuple[datetime, datetime | None]]:
    """From when to when the municipality itself owes the repair; the last run may be open."""
    started: datetime | None = None if history.imported else history.start
    for step in history.steps:
        if step.outside and started is not None:
            yield started, max(step.at, started)
            started = None
        elif started is None and step.new in (State.IN_PROGRESS, State.REOPENED):
            started = max(step.at, history.start)
    if started is not None:
        yield started, None


def _end_of(pause: Pause) -> datetime:
    return pause.until if pause.ended_at is None else pause.ended_at


def _settled_at(pause: Pause) -> datetime:
    """A pause that runs out by itself was counted when it began: nobody acts when it ends."""
    ended = pause.ended_at
    return pause.started_at if ended is None or pause.ended_by == Pause.End.TIME else ended


def _ended(pause: Pause, at: datetime) -> Pause:
    if pause.ended_at is not None or pause.until <= at:
        return pause
    return Pause(
        report_id=pause.report_id,
        reason=pause.reason,
        started_at=pause.started_at,
        until=pause.until,
        ended_at=at,
        ended_by=Pause.End.CHANGE,
    )
