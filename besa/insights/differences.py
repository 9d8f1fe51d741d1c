"""Counts that follow changes: what changed is counted as it was and as it is, and only the difference is put in.

What is counted of a question is kept with the facts and carried to those that follow them. It is brought up to date
when it is asked for again, by all reports that changed and by those of which something became true by itself
meanwhile, such as that a deadline passed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from besa.insights.columns import NEVER, Facts, Mask
from besa.insights.measures import Scope
from besa.insights.selection import Selection
from besa.insights.tallies import Tally

T = TypeVar("T", bound=Tally)
#: kept questions about one municipality: each holds some tables, and some bytes for each report
_MOST_KEPT = 8
#: with more than one changed report in so many, counting all anew is as quick
_FEW = 8


class Kept:
    """What was counted of some facts as of a moment. `until`: the last moment as of which all of it is the same.

    `found` is for whatever else is made of it, and is not carried on.
    """

    def __init__(self, facts: Facts, scope: Scope, until: int) -> None:
        self.scope, self.until = scope, until
        self.found: dict[Hashable, Any] = {}
        self._alive = facts.alive
        self._all = Selection(facts, scope)
        self._tallies: dict[Hashable, tuple[Callable[[Selection], Any], Any]] = {}

    def tally(self, name: Hashable, make: Callable[[Selection], T]) -> T:
        """What was made under this name, or is made now."""
        if name not in self._tallies:
            self._tallies[name] = (make, make(self._all))
        return cast(T, self._tallies[name][1])

    def holds_for(self, facts: Facts, as_of: int) -> bool:
        """Whether all of it is true of these facts as of this moment."""
        return self._alive is facts.alive and self.scope.as_of <= as_of <= self.until

    def moved(self, facts: Facts, scope: Scope) -> Kept | None:
        """The same, of facts that followed and as of a later moment; None where it has to be counted anew."""
        if scope.as_of < self.scope.as_of:
            return None
        gone, come = self._changed(facts, scope.as_of)
        if _FEW * (len(gone) + len(come)) > len(facts.alive):
            return None
        fresh = facts.taken(come)
        passed = scope.as_of > self.until
        until = (
            _same_until(facts, scope.as_of) if passed else min(self.until, _same_until(fresh, scope.as_of))
        )
        kept = Kept(facts, scope, until)
        before, after = Selection(facts.taken(gone), self.scope), Selection(fresh, scope)
        kept._tallies = {
            name: (make, tally.exchanged(make(before), make(after)))
            for name, (make, tally) in self._tallies.items()
        }
        return kept

    def _changed(self, facts: Facts, as_of: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows to take out, as they were, and those to put in. A row never comes to life again."""
        n = len(self._alive)
        gone, come = self._alive & ~facts.alive[:n], facts.alive.copy()
        come[:n] = False
        if as_of > self.until:
            turned = self._alive & _happening(facts, self.until, as_of)[:n]
            gone |= turned
            come[:n] = turned & facts.alive[:n]
        return np.flatnonzero(gone), np.flatnonzero(come)


def kept_for(facts: Facts, scope: Scope) -> Kept:
    """What is kept of a question, brought up to date, or the beginning of it."""
    counts: dict[Scope, Kept] = facts.derived.setdefault("counts", {})
    if scope.until >= scope.as_of:  # nothing was published later: the same question tomorrow
        scope = replace(scope, until=NEVER)
    question = replace(scope, as_of=0)
    kept = counts.pop(question, None)
    if kept is None or not kept.holds_for(facts, scope.as_of):
        kept = kept.moved(facts, scope) if kept is not None else None
        kept = kept or Kept(facts, scope, _same_until(facts, scope.as_of))
    counts[question] = kept
    for old in list(counts)[:-_MOST_KEPT]:  # those that were asked least lately
        counts.pop(old, None)
    return kept


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


def _happening(facts: Facts, since: int, until: int) -> Mask:
    """The rows to which something happens from one moment to another."""

    def within(times: NDArray[Any]) -> Mask:
        return (times >= since) & (times < until)

    happening = within(facts.response_due) | within(facts.fix_due)
    happening |= within(facts.published) | within(facts.responded)
    happening[facts.rows_of(np.flatnonzero(within(facts.events["at"])))] = True
    return happening
