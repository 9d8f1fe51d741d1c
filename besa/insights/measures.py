"""Counting facts: what is true of each report as of a moment, and the numbers that follow.

What each number means, in the words of the method page:

- A report counts from its publication on, when the municipality could see it. It counts for the period in which it
  was published, as long as it can be seen by everyone.
- *Had to be answered*: all but those withdrawn, or found to be told twice, without an answer.
- *Due*: had to be answered, and the deadline for it has passed. In time: answered up to the deadline.
- *Had to be repaired*: all but those declined, withdrawn, told twice, or forwarded to somebody outside. A report is
  fixed while the municipality's "fixed" stands: one that was opened again is not.
- A time is from the publication to the first meaningful answer, or to the last repair. A report that still waits
  counts as one that takes longer than all others, so a few quick answers cannot hide the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from besa.insights.columns import CODES, CONFIRMED, NEVER, Facts, Ints, Mask
from besa.insights.intervals import median_ranks
from besa.insights.tallies import Totals
from besa.reports.models.report import CLOSED, State

_REOPENED, _RECEIVED = CODES[State.REOPENED], CODES[State.RECEIVED]


def _codes(*states: str) -> tuple[int, ...]:
    """The codes of some states; a repair that is confirmed is one that was made."""
    return (*(CODES[state] for state in states), *((CONFIRMED,) if State.FIXED in states else ()))


def _one_of(codes: tuple[int, ...], state: NDArray[np.uint8]) -> Mask:
    """Which reports are in one of the states. Comparing bytes several times is quicker than looking them up once."""
    mask: Mask = state == codes[0]
    for code in codes[1:]:
        mask |= state == code
    return mask


_CLOSED = _codes(*CLOSED)
_FIXED = _codes(State.FIXED)
_IDLE = _codes(State.WITHDRAWN, State.DUPLICATE)
_REFUSED = _codes(State.DECLINED, State.WITHDRAWN, State.DUPLICATE)
_FORWARDED = _codes(State.FORWARDED)


@dataclass(frozen=True)
class Scope:
    """Which reports are asked for. None is all; `since` ≤ published < `until`; times as the columns keep them."""

    as_of: int
    since: int = -(2**31)
    until: int = NEVER
    categories: frozenset[int] | None = None
    department: int | None = None
    place: int | None = None


@dataclass(frozen=True)
class _Outcome:
    """Where each report stood at a moment: its state, when the repair that stands was made, if it was ever reopened."""

    state: NDArray[np.uint8]
    fixed_at: Ints
    reopened: Mask


def _outcome(facts: Facts, as_of: int) -> _Outcome:
    """Where each report stood. On most days all events have happened: then only new rows need working out."""
    if facts.latest_event >= as_of:
        return _work_out(facts, facts.events["at"] < as_of)
    found: _Outcome | None = facts.derived.get("outcome")
    if found is None:
        found = _work_out(facts, None)
    elif (n := len(found.state)) < len(facts.alive):
        more = _work_out(facts, None, n)
        found = _Outcome(
            np.concatenate([found.state, more.state]),
            np.concatenate([found.fixed_at, more.fixed_at]),
            np.concatenate([found.reopened, more.reopened]),
        )
    facts.derived["outcome"] = found
    return found


def _work_out(facts: Facts, happened: Mask | None, row: int = 0) -> _Outcome:
    """Where the reports from a row on stood when these events had happened; None for all events."""
    at, code, first = facts.events["at"], facts.events["code"], facts.first[row:]
    n = len(first)
    if not len(at):
        received = np.full(n, _RECEIVED, dtype=np.uint8)
        return _Outcome(received, np.full(n, NEVER, dtype=np.int32), np.zeros(n, dtype=bool))
    number = facts.last[row:] - first if happened is None else _of_each(facts, happened)[row:]
    last = np.clip(first + number - 1, 0, len(at) - 1)
    state = np.where(number > 0, code[last], np.uint8(_RECEIVED))
    # A confirmation follows the repair that it is about.
    fixed_at = np.where(_one_of(_FIXED, state), at[last - (state == CONFIRMED)], np.int32(NEVER))
    opened = code == _REOPENED if happened is None else (code == _REOPENED) & happened
    rows = facts.rows_of(np.flatnonzero(opened)) - row
    reopened = np.zeros(n, dtype=bool)
    reopened[rows[rows >= 0]] = True
    return _Outcome(state, fixed_at, reopened)


def _of_each(facts: Facts, events: Mask) -> Ints:
    """How many of some events each report has."""
    up_to = np.zeros(len(events) + 1, dtype=np.int32)
    np.cumsum(events, out=up_to[1:])
    return np.asarray(up_to[facts.last] - up_to[facts.first])


#: what can be true of a report
TRAITS = (
    "answerable", "answered", "due", "in_time", "repairable", "fixed", "fix_due", "fixed_in_time", "confirmed",
    "reopened", "open", "late_answer", "late_fix",
)  # fmt: skip


def named(counted: Sequence[int]) -> dict[str, int]:
    """A row of `Story.count` with the names of what it counts."""
    return dict(zip(("reports", *TRAITS), counted, strict=True))


class Story:
    """What is true, as of a moment, of each report that was public by then. Row by row, in the order of the facts."""

    def __init__(self, facts: Facts, as_of: int) -> None:
        self._facts = facts
        self.published: Mask = facts.alive & (facts.published < as_of)
        outcome = _outcome(facts, as_of)
        state, self.fixed_at = outcome.state, outcome.fixed_at
        answered, open_ = facts.responded < as_of, ~_one_of(_CLOSED, state)
        answerable = answered | ~_one_of(_IDLE, state)
        due = answerable & (facts.response_due < as_of)
        repairable = ~(_one_of(_REFUSED, state) | (_one_of(_FORWARDED, state) & (facts.fix_due == NEVER)))
        fixed = self.fixed_at < as_of
        fix_due = repairable & (facts.fix_due < as_of)
        self.has: dict[str, Mask] = {
            "answerable": answerable,
            "answered": answerable & answered,
            "due": due,
            "in_time": due & (facts.responded <= facts.response_due),
            "repairable": repairable,
            "fixed": fixed,
            "fix_due": fix_due,
            "fixed_in_time": fix_due & (self.fixed_at <= facts.fix_due),
            "confirmed": state == CONFIRMED,
            "reopened": outcome.reopened,
            "open": open_,
            "late_answer": open_ & ~answered & (facts.response_due < as_of),
            "late_fix": open_ & (facts.fix_due < as_of),
        }

    def selected(self, scope: Scope) -> Mask:
        """The reports of a scope, whatever its period."""
        facts, mask = self._facts, self.published
        if scope.categories is not None:
            mask = mask & np.isin(facts.category, list(scope.categories))
        if scope.department is not None:
            mask = mask & (facts.department == scope.department)
        if scope.place is not None:
            mask = mask & (facts.place == scope.place)
        return mask

    def count(self, rows: NDArray[np.int64], groups: Ints, n_groups: int) -> Totals:
        """How many reports of each group of rows there are, and how many have each trait; groups count from 0."""
        number, combinations = self._combinations
        width = len(combinations)
        table = np.bincount(groups * width + number[rows], minlength=n_groups * width)
        has = (combinations[:, None] >> np.arange(len(TRAITS))) & 1
        counted = table.reshape(n_groups, width) @ np.insert(has, 0, 1, axis=1)
        return Totals(counted)

    @cached_property
    def _combinations(self) -> tuple[Ints, NDArray[np.int64]]:
        """Which of the combinations of traits that there are each report has, and those: some fifty of 8,192."""
        traits = self._traits
        combinations = np.flatnonzero(np.bincount(traits, minlength=1 << len(TRAITS)))
        numbers = np.zeros(1 << len(TRAITS), dtype=np.int32)
        numbers[combinations] = np.arange(len(combinations), dtype=np.int32)
        return numbers[traits], combinations

    @cached_property
    def _traits(self) -> NDArray[np.uint16]:
        """What is true of each report, a bit for each of TRAITS: so that one pass counts them all by group."""
        n = len(self._facts.alive)
        # A byte for eight of them: bytes are put together many times as quickly as wider numbers.
        low, high = np.zeros(n, dtype=np.uint8), np.zeros(n, dtype=np.uint8)
        for number, name in enumerate(TRAITS):
            half = low if number < 8 else high
            half |= self.has[name].view(np.uint8) << np.uint8(number % 8)
        return low.astype(np.uint16) | (high.astype(np.uint16) << np.uint16(8))


def in_period(facts: Facts, scope: Scope, selected: Mask) -> Mask:
    """Those of the selected reports that were published in the period."""
    mask = selected
    if scope.since > facts.published.min(initial=NEVER):
        mask = mask & (facts.published >= scope.since)
    return mask & (facts.published < scope.until) if scope.until < scope.as_of else mask


@dataclass(frozen=True)
class Durations:
    """How long something took, in seconds. None: so many still wait that this point is not reached.

    The median is the time within which at least half of all had it, p90 that of nine in ten, both as observed.
    `low` and `high` enclose the median (`intervals.median_ranks`); `n` counts all, `done` those that had it.
    """

    n: int
    done: int
    median: int | None
    p90: int | None
    low: int | None = None
    high: int | None = None


def durations(ordered: NDArray[Any], nought: int = 0) -> Durations:
    """From times in ascending order, NEVER for those that still wait; all of them so much more than they are."""
    n = len(ordered)
    if not n:
        return Durations(0, 0, None, None)
    ranks = median_ranks(n)
    low, high = (ordered[ranks[0] - 1] - nought, ordered[ranks[1] - 1] - nought) if ranks else (NEVER, NEVER)
    return Durations(
        n=n,
        done=int(np.searchsorted(ordered, nought + NEVER)),
        median=_reached(ordered[(n + 1) // 2 - 1] - nought),
        p90=_reached(ordered[-(-9 * n // 10) - 1] - nought),
        low=_reached(low),
        high=_reached(high),
    )


def _reached(value: Any) -> int | None:
    return None if value == NEVER else int(value)


def times_to(moments: Ints, published: Ints, as_of: int) -> Ints:
    """Seconds from publication to a moment; NEVER for one that had not come."""
    return np.where(moments < as_of, np.maximum(moments - published, np.int32(0)), np.int32(NEVER))
