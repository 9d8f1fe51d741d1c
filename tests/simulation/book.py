"""The simulation's own book: plain lists of what happened, and every number counted from them by hand.

Nothing here uses the code under test.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf

from tests.simulation.clockwork import Clockwork, wall_between, wall_later

OVER = frozenset({"fixed", "declined", "duplicate", "withdrawn"})
#: amount and unit
Terms = tuple[int, str]


@dataclass
class Office:
    """What one municipality promises, and when it works. `known` holds clockworks from the moment they were known."""

    slug: str
    promises: dict[str, tuple[Terms, Terms]]
    known: list[tuple[datetime, Clockwork]]
    cases: list[Case] = field(default_factory=list)

    def clockwork(self, moment: datetime) -> Clockwork:
        """The opening hours as they were known at a moment."""
        return [clockwork for since, clockwork in self.known if since <= moment][-1]


@dataclass
class Pause:
    """A time in which a case's clock stood still; `ended` only when somebody ended it before its time."""

    started: datetime
    until: datetime
    ended: datetime | None = None
    noted: bool = False
    reminded: bool = False


@dataclass
class Case:
    """One report, as the simulation made it."""

    office: Office
    number: int
    uid: str
    category: str
    email: str
    proven: bool
    seen: str
    published: datetime | None = None
    answered: datetime | None = None
    department: str = ""
    place: str = ""
    original: Case | None = None
    steps: list[tuple[datetime, str, bool]] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    confirmed: list[datetime] = field(default_factory=list)
    neighbours: int = 0
    asked_again: set[datetime] = field(default_factory=set)
    reminded: set[datetime] = field(default_factory=set)
    routed: set[str] = field(default_factory=set)

    @property
    def state(self) -> str:
        """Where it stands."""
        return self.steps[-1][1] if self.steps else "received"

    @property
    def is_open(self) -> bool:
        """Whether somebody waits."""
        return self.state not in OVER

    def state_at(self, moment: datetime) -> tuple[str, datetime | None]:
        """Where it stood before a moment, and since when."""
        past = [step for step in self.steps if step[0] < moment]
        return (past[-1][1], past[-1][0]) if past else ("received", None)

    def pause_at(self, moment: datetime) -> Pause | None:
        """The pause that runs."""
        running = [p for p in self.pauses if p.ended is None and p.started <= moment < p.until]
        return running[0] if running else None

    def is_repairable(self, moment: datetime) -> bool:
        """Whether the municipality owed the repair at a moment."""
        state, _ = self.state_at(moment)
        outside = state == "forwarded" and self.fix_due() is None
        return state not in ("declined", "withdrawn", "duplicate") and not outside

    def is_confirmed(self, moment: datetime) -> bool:
        """Whether citizens had said that the repair that stands is one."""
        state, since = self.state_at(moment)
        return state == "fixed" and since is not None and any(since <= at < moment for at in self.confirmed)

    def response_due(self) -> datetime:
        """When the answer is due, pauses before it included."""
        stills = [still for still in self._stills() if self.answered is None or still[0] < self.answered]
        return self._due(self._began(), 0, stills)

    def fix_due(self) -> datetime | None:
        """When the repair is due; None while somebody outside is to make it."""
        start: datetime | None = self._began()
        for at, new, outside in self.steps:
            if outside:
                start = None
            elif start is None and new in ("in_progress", "reopened"):
                start = at
        if start is None:
            return None
        return self._due(start, 1, [still for still in self._stills() if still[0] >= start])

    def _began(self) -> datetime:
        assert self.published is not None
        return self.published

    def _stills(self) -> list[tuple[datetime, datetime, datetime]]:
        """Times that do not count: start, end, and when that was settled."""
        found = [(p.started, p.ended or p.until, p.ended or p.started) for p in self.pauses]
        closed: datetime | None = None
        for at, new, _ in self.steps:
            if new in OVER:
                closed = closed or at
            elif closed is not None:
                found.append((closed, at, at))
                closed = None
        return sorted(still for still in found if still[0] < still[1])

    def _due(
        self, start: datetime, which: int, stills: list[tuple[datetime, datetime, datetime]]
    ) -> datetime:
        promises = self.office.promises
        amount, unit = promises.get(self.category, promises[""])[which]
        clockwork = self.office.clockwork(start)
        if unit == "working_hours":
            due = counted = clockwork.later(start, 60 * amount)
        elif unit == "working_days":
            due = counted = clockwork.days_later(start, amount)
        elif unit == "hours":
            due = counted = start + timedelta(hours=amount)
        else:
            counted = wall_later(start, timedelta(days=amount))
            due = clockwork.off_closed_days(counted)
        for begins, ends, settled in stills:
            if begins >= due:
                continue
            clockwork = self.office.clockwork(settled)
            if unit.startswith("working"):
                due = counted = clockwork.later(due, clockwork.between(begins, ends))
            elif unit == "hours":
                due = counted = due + (ends - begins)
            else:
                counted = wall_later(counted, wall_between(begins, ends))
                due = max(due, clockwork.off_closed_days(counted))  # a pause brings no date nearer
        return due


def numbers(cases: Iterable[Case], moment: datetime) -> Counter[str]:
    """How many cases were public at a moment, and what was true of how many."""
    found: Counter[str] = Counter()
    for case in cases:
        state, since = case.state_at(moment)
        answered = case.answered if case.answered and case.answered < moment else None
        answerable = answered is not None or state not in ("withdrawn", "duplicate")
        due, fix_due = case.response_due(), case.fix_due()
        is_open, repairable = state not in OVER, case.is_repairable(moment)
        fixed_at = since if state == "fixed" else None
        fix_late = fix_due is not None and fix_due < moment
        true = {
            "reports": True,
            "answerable": answerable,
            "answered": answered is not None,
            "due": answerable and due < moment,
            "in_time": due < moment and answered is not None and answered <= due,
            "repairable": repairable,
            "fixed": fixed_at is not None,
            "fix_due": repairable and fix_late,
            "fixed_in_time": fix_late
            and fixed_at is not None
            and fix_due is not None
            and fixed_at <= fix_due,
            "confirmed": case.is_confirmed(moment),
            "reopened": any(new == "reopened" and at < moment for at, new, _ in case.steps),
            "open": is_open,
            "late_answer": is_open and answered is None and due < moment,
            "late_fix": is_open and fix_late,
        }
        found.update({name: int(is_true) for name, is_true in true.items()})
    return found


def public(office: Office, moment: datetime) -> list[Case]:
    """The cases that everybody sees, of those published before a moment."""
    return [
        case for case in office.cases if case.seen == "public" and case.published and case.published < moment
    ]


def answer_times(cases: Iterable[Case], moment: datetime) -> list[float]:
    """Seconds to the answer of all that had to be answered, in order; endless for those that wait."""
    times = []
    for case in cases:
        answered = case.answered if case.answered and case.answered < moment else None
        if answered is not None or case.state_at(moment)[0] not in ("withdrawn", "duplicate"):
            times.append(_seconds(case, answered))
    return sorted(times)


def repair_times(cases: Iterable[Case], moment: datetime) -> list[float]:
    """Seconds to the repair of all that had to be repaired, in order; endless for those that wait."""
    times = []
    for case in cases:
        state, since = case.state_at(moment)
        if case.is_repairable(moment):
            times.append(_seconds(case, since if state == "fixed" else None))
    return sorted(times)


def _seconds(case: Case, at: datetime | None) -> float:
    assert case.published is not None
    return inf if at is None else (at - case.published).total_seconds()


def nine_in_ten(times: list[float]) -> float | None:
    """The time within which at least nine in ten had it."""
    found = next((time for k, time in enumerate(times, 1) if 10 * k >= 9 * len(times)), inf)
    return None if found == inf else found


def half(times: list[float]) -> float | None:
    """The time within which at least half of all had it."""
    found = times[(len(times) + 1) // 2 - 1] if times else inf
    return None if found == inf else found
