"""All numbers of one question, counted together from the same facts, so that they fit one another."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from numpy.typing import NDArray

from besa.insights import memory
from besa.insights.columns import Facts
from besa.insights.differences import kept_for
from besa.insights.measures import Durations, Scope, durations, named
from besa.insights.periods import Steps
from besa.insights.scopes import Asked
from besa.insights.selection import Selection, durations_of, parted
from besa.insights.tallies import Totals

T = TypeVar("T")
MOST_WAITING = 10


class Count:
    """The public reports of one municipality as they stand now, counted as somebody asks.

    What is counted is kept with the facts, and follows them by the difference (`differences.py`).
    """

    def __init__(self, asked: Asked, facts: Facts | None = None, scope: Scope | None = None) -> None:
        """Of what is asked, or of a narrower `scope` of it."""
        self.asked, self.scope = asked, scope or asked.scope
        self.facts = facts or memory.facts_of(asked.municipality)
        self._kept = kept_for(self.facts, self.scope)

    def kept(self, name: Hashable, make: Callable[[], T], of: Hashable = None) -> T:
        """What was made under this name of the same numbers before, and `of` the same, or is made now."""
        found = self._kept.found
        held: tuple[Hashable, T] | None = found.get(name)
        if held is None or held[0] != of:
            held = found[name] = (of, make())
        return held[1]

    @property
    def standing(self) -> dict[str, int]:
        """All reports up to the as-of date, whatever the period: what is owed does not end with a year."""
        return self.kept("standing", lambda: self._row("standing", Selection.standing))

    @property
    def period(self) -> dict[str, int]:
        """The reports of the period."""
        return self.kept("period", lambda: self._row("period", Selection.period))

    @property
    def response(self) -> Durations:
        """From the publication to the first meaningful answer, of all that had to be answered."""
        return durations(self._kept.tally("answers", Selection.answers).values)

    @property
    def fix(self) -> Durations:
        """From the publication to the repair that stands, of all that had to be repaired."""
        return durations(self._kept.tally("repairs", Selection.repairs).values)

    @property
    def longest_wait(self) -> int | None:
        """Seconds since the oldest report that is still open was published; None when none is open."""
        longest = self.waiting()
        return longest[0][1] if longest else None

    def by(self, column: str, ids: Sequence[int]) -> list[tuple[dict[str, int], Durations, Durations]]:
        """The period's counts, answer times and repair times for each id of a column, in the order of the ids."""
        tally = self._kept.tally
        counted = tally(("by", column), lambda some: some.by(column)).table
        answers = tally(("answers", column), lambda some: some.answers_by(column))
        repairs = tally(("repairs", column), lambda some: some.repairs_by(column))
        nothing = [0] * counted.shape[1]
        return [
            (
                named(counted[one].tolist() if one < len(counted) else nothing),
                durations_of(answers, one),
                durations_of(repairs, one),
            )
            for one in ids
        ]

    def by_step(self, steps: Steps) -> list[dict[str, int]]:
        """The period's counts by the week or month of publication."""
        found = self._kept.tally(("by step", steps), lambda some: some.by_step(steps))
        return [named(row) for row in found.table.tolist()]

    def repairs_by_step(self, steps: Steps) -> list[int]:
        """How many reports of the scope were repaired in each week or month, whenever they were published."""
        found = self._kept.tally(("repairs by step", steps), lambda some: some.repairs_by_step(steps))
        return [int(n) for n in found.table]

    def hours(self) -> NDArray[Any]:
        """The period's reports by weekday (7 rows, Monday first) and hour of the day at which they were written."""
        return self._kept.tally("hours", Selection.hours).table.reshape(7, 24)

    def cells(self) -> dict[int, int]:
        """The period's reports by cell of the ground, see `reading.CELL_ZOOM`."""
        return self._kept.tally("cells", Selection.cells).found

    def waiting(self) -> list[tuple[int, int]]:
        """Ids of the open reports that have waited longest, with the seconds since their publication."""
        published, numbers = parted(self._kept.tally("open", Selection.open).values[:MOST_WAITING])
        return [(number, self.scope.as_of - since) for number, since in zip(numbers, published, strict=True)]

    @property
    def first_published(self) -> int | None:
        """When the first report of the period was published, as the columns keep time."""
        found = self._kept.tally("published", Selection.published).values
        return int(found[0]) if len(found) else None

    def _row(self, name: str, make: Callable[[Selection], Totals]) -> dict[str, int]:
        return named(self._kept.tally(name, make).table[0].tolist())
