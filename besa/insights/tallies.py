"""What is counted of reports in such a way that a few of them can be taken out and put in again.

Counting all reports and counting those that changed is the same work on more or fewer of them: a kept tally gives up
what it held of them before and takes what they are now. So after a change it equals the count from nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray


class Tally(Protocol):
    """Nobody changes one in place: somebody else may be reading it."""

    def exchanged(self, gone: Self, come: Self) -> Self:
        """Without what was counted of some reports, and with what is counted of others."""


@dataclass(frozen=True, eq=False)
class Totals:
    """Numbers that add up, in a table: a row for each group. Rows beyond the last one are noughts."""

    table: NDArray[np.int64]

    def exchanged(self, gone: Totals, come: Totals) -> Totals:
        """See `Tally`."""
        length = max(len(one.table) for one in (self, gone, come))
        table = np.zeros((length, *self.table.shape[1:]), dtype=np.int64)
        table[: len(self.table)] = self.table
        table[: len(gone.table)] -= gone.table
        table[: len(come.table)] += come.table
        return Totals(table)


@dataclass(frozen=True, eq=False)
class Ordered:
    """Values in ascending order, each as often as it was found."""

    values: NDArray[Any]

    @classmethod
    def of(cls, values: NDArray[Any]) -> Ordered:
        """Values in any order."""
        return cls(np.sort(values))

    def exchanged(self, gone: Ordered, come: Ordered) -> Ordered:
        """See `Tally`."""
        if np.array_equal(gone.values, come.values):
            return self
        places = np.searchsorted(self.values, gone.values)
        # Of equal values each takes the next one's place.
        places += np.arange(len(places)) - np.searchsorted(gone.values, gone.values)
        rest = np.delete(self.values, places)
        return Ordered(np.insert(rest, np.searchsorted(rest, come.values), come.values))


@dataclass(frozen=True, eq=False)
class Bins:
    """How often each of many sparse numbers was found; none is kept that was not."""

    found: dict[int, int]

    @classmethod
    def of(cls, values: NDArray[Any]) -> Bins:
        """Values in any order."""
        numbers, counts = np.unique(values, return_counts=True)
        return cls(dict(zip(numbers.tolist(), counts.tolist(), strict=True)))

    def exchanged(self, gone: Bins, come: Bins) -> Bins:
        """See `Tally`."""
        found = self.found.copy()
        for number, n in gone.found.items():
            found[number] -= n
        for number, n in come.found.items():
            found[number] = found.get(number, 0) + n
        return Bins({number: n for number, n in found.items() if n})
