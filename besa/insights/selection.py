"""The reports that a question is about, and what is counted of them. All of a municipality's, or a few that changed."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from besa.insights.columns import FIRST_DAY, Facts, Ints, Mask
from besa.insights.measures import Durations, Scope, Story, durations, in_period, times_to
from besa.insights.periods import Steps
from besa.insights.tallies import Bins, Ordered, Totals

_HOURS_OF_WEEK = 7 * 24
#: a group in the upper half of 64 bits, a time in the lower one
_HALF = 32
_LOWER = (1 << _HALF) - 1


class Selection:
    """The reports of some facts, as a scope asks for them. Works out what it is asked, once."""

    def __init__(self, facts: Facts, scope: Scope) -> None:
        self._facts, self._scope = facts, scope

    def standing(self) -> Totals:
        """How many have each trait, whatever the period."""
        return self._in_groups(np.flatnonzero(self._standing))

    def period(self) -> Totals:
        """How many of the period have each trait."""
        return self._in_groups(self._rows)

    def answers(self) -> Ordered:
        """Seconds to the answer, of the period's reports that had to be answered."""
        return Ordered.of(self._answers[1])

    def repairs(self) -> Ordered:
        """Seconds to the repair, of the period's reports that had to be repaired."""
        return Ordered.of(self._repairs[1])

    def by(self, column: str) -> Totals:
        """How many of the period have each trait, by the values of a column."""
        groups = getattr(self._facts, column)[self._rows]
        return self._story.count(self._rows, groups, int(groups.max(initial=-1)) + 1)

    def answers_by(self, column: str) -> Ordered:
        """Seconds to the answer with the value of a column before them; see `durations_of`."""
        return self._grouped(column, *self._answers)

    def repairs_by(self, column: str) -> Ordered:
        """Seconds to the repair with the value of a column before them; see `durations_of`."""
        return self._grouped(column, *self._repairs)

    def by_step(self, steps: Steps) -> Totals:
        """How many of the period have each trait, by the week or month of publication."""
        begins = [(day - FIRST_DAY).days for day in steps.days]
        days = self._facts.day[self._rows]
        step_of_day = np.searchsorted(begins, np.arange(int(days.max(initial=0)) + 1), side="right") - 1
        groups = step_of_day[days]
        inside = groups >= 0
        return self._story.count(self._rows[inside], groups[inside], len(begins))

    def repairs_by_step(self, steps: Steps) -> Totals:
        """How many were repaired in each week or month, whenever they were published."""
        story, first = self._story, steps.seconds[0]
        moments = story.fixed_at[self._standing & story.has["fixed"] & (story.fixed_at >= first)]
        later = np.array([np.count_nonzero(moments >= edge) for edge in steps.seconds] + [0], dtype=np.int64)
        return Totals(later[:-1] - later[1:])

    def hours(self) -> Totals:
        """How many of the period were written in each hour of the week."""
        return Totals(np.bincount(self._facts.hour[self._rows], minlength=_HOURS_OF_WEEK))

    def cells(self) -> Bins:
        """How many of the period lie in each cell of the ground."""
        return Bins.of(self._facts.cell[self._rows])

    def open(self) -> Ordered:
        """Each open report: when it was published in the upper half, its number in the lower one."""
        rows = np.flatnonzero(self._standing & self._story.has["open"])
        return Ordered.of(_joined(self._facts.published[rows], self._facts.report[rows]))

    def published(self) -> Ordered:
        """When each report of the period was published."""
        return Ordered.of(self._facts.published[self._rows])

    @cached_property
    def _story(self) -> Story:
        return Story(self._facts, self._scope.as_of)

    @cached_property
    def _standing(self) -> Mask:
        return self._story.selected(self._scope)

    @cached_property
    def _rows(self) -> NDArray[np.int64]:
        """The rows of the period's reports."""
        return np.flatnonzero(in_period(self._facts, self._scope, self._standing))

    @cached_property
    def _answers(self) -> tuple[NDArray[np.int64], Ints]:
        return self._waits("answerable", self._facts.responded)

    @cached_property
    def _repairs(self) -> tuple[NDArray[np.int64], Ints]:
        return self._waits("repairable", self._story.fixed_at)

    def _waits(self, trait: str, moments: Ints) -> tuple[NDArray[np.int64], Ints]:
        """Which reports of the period had to get something, and how long each waited for it."""
        rows = self._rows[self._story.has[trait][self._rows]]
        return rows, times_to(moments[rows], self._facts.published[rows], self._scope.as_of)

    def _in_groups(self, rows: NDArray[np.int64]) -> Totals:
        return self._story.count(rows, np.zeros(len(rows), dtype=np.int32), 1)

    def _grouped(self, column: str, rows: NDArray[np.int64], times: Ints) -> Ordered:
        return Ordered.of(_joined(getattr(self._facts, column)[rows], times))


def _joined(upper: NDArray[np.int32], lower: NDArray[np.int32] | NDArray[np.int64]) -> NDArray[np.int64]:
    return (upper.astype(np.int64) << _HALF) | lower


def parted(joined: NDArray[np.int64]) -> tuple[list[int], list[int]]:
    """The upper and the lower halves of some numbers."""
    return (joined >> _HALF).tolist(), (joined & _LOWER).tolist()


def durations_of(ordered: Ordered, group: int) -> Durations:
    """How long one group took, of those that have their group before the time."""
    nought = group << _HALF
    first, last = np.searchsorted(ordered.values, [nought, nought + _LOWER])
    return durations(ordered.values[first:last], nought)
