"""All numbers of one question, counted together from the same facts, so that they fit one another."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from besa.insights import memory
from besa.insights.columns import FIRST_DAY, NEVER, Facts, Ints, Mask
from besa.insights.measures import (
    Durations,
    Scope,
    Story,
    durations,
    grouped_durations,
    in_period,
    times_to,
)
from besa.insights.periods import Steps
from besa.insights.scopes import Asked

T = TypeVar("T")
MOST_WAITING = 10
_HOURS_OF_WEEK = 7 * 24
#: kept counts of one municipality: each holds a few masks, some bytes for each report
_MOST_KEPT = 8


class Count:
    """The public reports of one municipality as they stand now, counted as somebody asks.

    What is counted is kept with the facts and good until these change, or until a moment passes at which something
    becomes true by itself, such as a deadline.
    """

    def __init__(self, asked: Asked, facts: Facts | None = None, scope: Scope | None = None) -> None:
        """Of what is asked, or of a narrower `scope` of it."""
        self.asked, self.scope = asked, scope or asked.scope
        self.facts = facts or memory.facts_of(asked.municipality)
        self._kept = _kept_for(self.facts, self.scope)

    def kept(self, name: Hashable, make: Callable[[], T], of: Hashable = None) -> T:
        """What was made under this name of the same numbers before, and `of` the same, or is made now."""
        held: tuple[Hashable, T] | None = self._kept.get(name)
        if held is None or held[0] != of:
            held = self._kept[name] = (of, make())
        return held[1]

    @property
    def standing(self) -> dict[str, int]:
        """All reports up to the as-of date, whatever the period: what is owed does not end with a year."""
        return self.kept("standing", lambda: self._story.counted(self._standing))

    @property
    def period(self) -> dict[str, int]:
        """The reports of the period."""
        return self.kept("period", lambda: self._story.counted(self._within))

    @property
    def response(self) -> Durations:
        """From the publication to the first meaningful answer, of all that had to be answered."""
        return self.kept("response", lambda: durations(np.sort(self._answers.times)))

    @property
    def fix(self) -> Durations:
        """From the publication to the repair that stands, of all that had to be repaired."""
        return self.kept("fix", lambda: durations(np.sort(self._repairs.times)))

    @property
    def longest_wait(self) -> int | None:
        """Seconds since the oldest report that is still open was published; None when none is open."""
        longest = self.waiting()
        return longest[0][1] if longest else None

    def by(self, column: str, ids: Sequence[int]) -> list[tuple[dict[str, int], Durations, Durations]]:
        """The period's counts, answer times and repair times for each id of a column, in the order of the ids."""
        of_all, n = self._groups(column, ids), len(ids)
        rows, groups = self._rows, of_all
        if not (inside := groups >= 0).all():
            rows, groups = rows[inside], groups[inside]
        counts = self._story.count(rows, groups, n)
        timed = []
        for waits in (self._answers, self._repairs):
            belong, times = of_all[waits.among], waits.times
            if not (inside := belong >= 0).all():
                belong, times = belong[inside], times[inside]
            timed.append(grouped_durations(times, belong, n))
        return list(zip(counts, *timed, strict=True))

    def by_step(self, steps: Steps) -> list[dict[str, int]]:
        """The period's counts by the week or month of publication."""
        begins = [(day - FIRST_DAY).days for day in steps.days]
        days = self.facts.day[self._rows]
        step_of_day = np.searchsorted(begins, np.arange(int(days.max(initial=0)) + 1), side="right") - 1
        groups = step_of_day[days]
        inside = groups >= 0
        return self._story.count(self._rows[inside], groups[inside], len(begins))

    def repairs_by_step(self, steps: Steps) -> list[int]:
        """How many reports of the scope were repaired in each week or month, whenever they were published."""
        first = steps.seconds[0]
        moments = self._story.fixed_at[
            self._standing & self._story.has["fixed"] & (self._story.fixed_at >= first)
        ]
        later = [int(np.count_nonzero(moments >= edge)) for edge in steps.seconds] + [0]
        return [later[step] - later[step + 1] for step in range(len(steps.seconds))]

    def hours(self) -> NDArray[Any]:
        """The period's reports by weekday (7 rows, Monday first) and hour of the day at which they were written."""
        counts = np.bincount(self.facts.hour[self._rows], minlength=_HOURS_OF_WEEK)
        return counts.reshape(7, 24)

    def cells(self) -> dict[int, int]:
        """The period's reports by cell of the ground, see `reading.CELL_ZOOM`."""
        cells, counts = np.unique(self.facts.cell[self._rows], return_counts=True)
        return dict(zip(cells.tolist(), counts.tolist(), strict=True))

    def waiting(self) -> list[tuple[int, int]]:
        """Ids of the open reports that have waited longest, with the seconds since their publication."""
        return [
            (number, self.scope.as_of - published)
            for number, published in self.kept("waiting", self._waiting)
        ]

    def _waiting(self) -> list[tuple[int, int]]:
        rows = np.flatnonzero(self._standing & self._story.has["open"])
        published = self.facts.published[rows]
        if len(rows) > MOST_WAITING:
            last = np.partition(published, MOST_WAITING - 1)[MOST_WAITING - 1]
            rows, published = rows[published <= last], published[published <= last]
        numbers = self.facts.report[rows]
        order = np.lexsort((numbers, published))[:MOST_WAITING]
        return list(zip(numbers[order].tolist(), published[order].tolist(), strict=True))

    @property
    def first_published(self) -> int | None:
        """When the first report of the period was published, as the columns keep time."""
        found = self.facts.published[self._rows]
        return int(found.min()) if len(found) else None

    @property
    def _story(self) -> Story:
        return self.kept("story", lambda: Story(self.facts, self.scope.as_of))

    @property
    def _standing(self) -> Mask:
        return self.kept("standing rows", lambda: self._story.selected(self.scope))

    @property
    def _within(self) -> Mask:
        return self.kept("period mask", lambda: in_period(self.facts, self.scope, self._standing))

    @property
    def _rows(self) -> NDArray[np.int64]:
        """The rows of the period's reports."""
        return self.kept("period rows", lambda: np.flatnonzero(self._within))

    @property
    def _answers(self) -> _Waits:
        return self.kept("answers", lambda: self._waits("answerable", self.facts.responded))

    @property
    def _repairs(self) -> _Waits:
        return self.kept("repairs", lambda: self._waits("repairable", self._story.fixed_at))

    def _waits(self, trait: str, moments: Ints) -> _Waits:
        among = self._story.has[trait][self._rows]
        rows = self._rows[among]
        return _Waits(among, times_to(moments[rows], self.facts.published[rows], self.scope.as_of))

    def _groups(self, column: str, ids: Sequence[int]) -> Ints:
        """For each report of the period the place of its id among the ids; -1 for one that is not among them."""
        values = getattr(self.facts, column)[self._rows]
        table = np.full(max([0, *ids, int(values.max(initial=0))]) + 1, -1, dtype=np.int32)
        table[list(ids)] = np.arange(len(ids), dtype=np.int32)
        return np.asarray(table[values])


@dataclass(frozen=True)
class _Waits:
    """How long those reports of the period that had to get something waited for it; `among` says which they are."""

    among: Mask
    times: Ints


@dataclass
class _Kept:
    """What was counted as of a moment, and the last moment as of which all of it is the same."""

    since: int
    until: int
    found: dict[Hashable, Any] = field(default_factory=dict)


def _kept_for(facts: Facts, scope: Scope) -> dict[Hashable, Any]:
    """What was counted of the same facts for the same question, as of a moment from which nothing differs."""
    counts: dict[Scope, _Kept] = facts.derived.setdefault("counts", {})
    question = replace(scope, as_of=0)
    kept = counts.get(question)
    if kept is None or not kept.since <= scope.as_of <= kept.until:
        if len(counts) >= _MOST_KEPT:
            counts.clear()
        kept = counts[question] = _Kept(scope.as_of, _same_until(facts, scope.as_of))
    return kept.found


def _same_until(facts: Facts, as_of: int) -> int:
    """The last moment as of which everything is true that is true as of this one: then the next deadline passes."""
    return int(min(times[times >= as_of].min(initial=NEVER) for times in _to_come(facts, as_of)))


def _to_come(facts: Facts, as_of: int) -> list[NDArray[Any]]:
    """The times among which some may lie ahead: deadlines, and the others only where somebody's clock was wrong."""
    times = [facts.response_due, facts.fix_due]
    if facts.published.max(initial=-NEVER) >= as_of or facts.latest_event >= as_of:
        times += [facts.published, facts.events["at"]]
    if np.any((facts.responded >= as_of) & (facts.responded != NEVER)):
        times.append(facts.responded)
    return times
