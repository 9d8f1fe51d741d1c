"""All numbers of one question, counted together from the same facts, so that they fit one another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from besa.insights import memory
from besa.insights.columns import FIRST_DAY, Facts, Ints
from besa.insights.measures import (
    Durations,
    Scope,
    Story,
    count_by_group,
    durations,
    grouped_durations,
    in_period,
    times_to,
)
from besa.insights.periods import Steps
from besa.insights.scopes import Asked

_HOURS_OF_WEEK = 7 * 24


class Count:
    """The public reports of one municipality as they stand now, counted as somebody asks."""

    def __init__(self, asked: Asked, facts: Facts | None = None, scope: Scope | None = None) -> None:
        """Of what is asked, or of a narrower `scope` of it."""
        self.asked, self.scope = asked, scope or asked.scope
        self.facts = facts or memory.facts_of(asked.municipality)
        self._story = Story(self.facts, self.scope.as_of)
        self._standing = self._story.selected(self.scope)
        self._within = in_period(self.facts, self.scope, self._standing)

    @cached_property
    def standing(self) -> dict[str, int]:
        """All reports up to the as-of date, whatever the period: what is owed does not end with a year."""
        return self._story.counted(self._standing)

    @cached_property
    def period(self) -> dict[str, int]:
        """The reports of the period."""
        return self._story.counted(self._within)

    @cached_property
    def response(self) -> Durations:
        """From the publication to the first meaningful answer, of all that had to be answered."""
        rows = self._rows[self._story.has["answerable"][self._rows]]
        return durations(np.sort(self._times(self.facts.responded, rows)))

    @cached_property
    def fix(self) -> Durations:
        """From the publication to the repair that stands, of all that had to be repaired."""
        rows = self._rows[self._story.has["repairable"][self._rows]]
        return durations(np.sort(self._times(self._story.fixed_at, rows)))

    @cached_property
    def longest_wait(self) -> int | None:
        """Seconds since the oldest report that is still open was published; None when none is open."""
        waiting = self.facts.published[self._standing & self._story.has["open"]]
        return self.scope.as_of - int(waiting.min()) if len(waiting) else None

    def by(self, column: str, ids: Sequence[int]) -> list[tuple[dict[str, int], Durations, Durations]]:
        """The period's counts, answer times and repair times for each id of a column, in the order of the ids."""
        groups, n = self._groups(column, ids), len(ids)
        rows, groups = self._rows[groups >= 0], groups[groups >= 0]
        counts = count_by_group(self._story.traits[rows], groups, n)
        timed = []
        for trait, moments in (("answerable", self.facts.responded), ("repairable", self._story.fixed_at)):
            has = self._story.has[trait][rows]
            timed.append(grouped_durations(self._times(moments, rows[has]), groups[has], n))
        return list(zip(counts, *timed, strict=True))

    def by_step(self, steps: Steps) -> list[dict[str, int]]:
        """The period's counts by the week or month of publication."""
        begins = [(day - FIRST_DAY).days for day in steps.days]
        days = self.facts.day[self._rows]
        step_of_day = np.searchsorted(begins, np.arange(int(days.max(initial=0)) + 1), side="right") - 1
        groups = step_of_day[days]
        inside = groups >= 0
        return count_by_group(self._story.traits[self._rows[inside]], groups[inside], len(begins))

    def repairs_by_step(self, steps: Steps) -> list[int]:
        """How many reports of the scope were repaired in each week or month, whenever they were published."""
        moments = self._story.fixed_at[self._standing & self._story.has["fixed"]]
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

    def waiting(self, most: int) -> list[tuple[int, int]]:
        """Ids of the open reports that have waited longest, with the seconds since their publication."""
        rows = np.flatnonzero(self._standing & self._story.has["open"])
        published = self.facts.published[rows]
        if len(rows) > most:
            kept = np.flatnonzero(published <= np.partition(published, most - 1)[most - 1])
            rows, published = rows[kept], published[kept]
        numbers = self.facts.report[rows]
        order = np.lexsort((numbers, published))[:most]
        return [(int(numbers[row]), self.scope.as_of - int(published[row])) for row in order]

    @property
    def first_published(self) -> int | None:
        """When the first report of the period was published, as the columns keep time."""
        found = self.facts.published[self._rows]
        return int(found.min()) if len(found) else None

    @cached_property
    def _rows(self) -> NDArray[np.int64]:
        """The rows of the period's reports."""
        return np.flatnonzero(self._within)

    def _times(self, moments: Ints, rows: NDArray[np.int64]) -> Ints:
        return times_to(moments[rows], self.facts.published[rows], self.scope.as_of)

    def _groups(self, column: str, ids: Sequence[int]) -> Ints:
        """For each report of the period the place of its id among the ids; -1 for one that is not among them."""
        values = getattr(self.facts, column)[self._rows]
        table = np.full(max([0, *ids, int(values.max(initial=0))]) + 1, -1, dtype=np.int32)
        table[list(ids)] = np.arange(len(ids), dtype=np.int32)
        return np.asarray(table[values])
