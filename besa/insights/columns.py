"""Facts of one municipality's public reports as arrays: a row for each report, and its events in order.

Times are whole seconds since 2000-01-01 UTC in 32 bits, NEVER where there is none. Rows are only ever added: a
report that changed gets a new row, and its old one dies. So whoever counts keeps a `Facts` that nobody changes
under his hands, and a change costs as much as the reports it touches, not as all there are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from besa.reports.models.report import STATES

Ints = NDArray[np.int32]
Mask = NDArray[np.bool_]

FIRST_DAY = date(2000, 1, 1)
EPOCH = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
NEVER = 2**31 - 1
#: code of a state among the events: its number in STATES; one more for the citizens' "it is fixed"
CODES: dict[str, int] = {state.value: number for number, state in enumerate(STATES)}
CONFIRMED = len(STATES)
#: what is derived and can be brought up to date when rows follow
CARRIED = ("outcome", "counts")
#: changes whenever blocks written before can no longer be read
LAYOUT = 1

#: a column for each fact of a report. By local time, `day` of its publication counts from 2000-01-01, `hour` when it
#: was written from Monday 0:00
REPORT_TYPES: dict[str, str] = {
    "report": "<i8",
    "published": "<i4",
    "response_due": "<i4",
    "fix_due": "<i4",
    "responded": "<i4",
    "category": "<i4",
    "department": "<i4",
    "place": "<i4",
    "cell": "<i4",
    "day": "<u2",
    "hour": "u1",
    "first": "<i4",
    "last": "<i4",
}
#: what happened when, after the report was received; a report's events are `first` up to, not including, `last`
EVENT_TYPES: dict[str, str] = {"at": "<i4", "code": "u1"}

Arrays = Mapping[str, NDArray[Any]]


def seconds_of(moment: datetime) -> int:
    """A moment as the columns keep it; fractions of a second are cut off."""
    return int(moment.timestamp()) - EPOCH


def moment_of(seconds: int) -> datetime:
    """The moment (UTC) of a number in the columns."""
    return datetime.fromtimestamp(seconds + EPOCH, UTC)


@dataclass(frozen=True, eq=False)
class Facts:
    """What is known of a municipality's public reports at one time. Rows that are not `alive` are history."""

    columns: Arrays
    events: Arrays
    alive: Mask
    #: what is worked out of them, once, by whoever needs it
    derived: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> NDArray[Any]:
        try:
            return self.columns[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def n(self) -> int:
        """Public reports."""
        return int(np.count_nonzero(self.alive))

    @cached_property
    def latest_event(self) -> int:
        """When the last event happened."""
        return int(self.events["at"].max(initial=-NEVER))

    def packed(self) -> Facts:
        """The same facts with nothing but living rows, in the order of the reports' numbers."""
        rows = np.flatnonzero(self.alive)
        return self.taken(rows[np.argsort(self.columns["report"][rows], kind="stable")])

    def taken(self, rows: NDArray[np.int64]) -> Facts:
        """Some rows alone, in this order, as if they were all there is and all alive."""
        columns = {name: array[rows] for name, array in self.columns.items()}
        lengths = columns["last"] - columns["first"]
        last = np.cumsum(lengths, dtype=np.int32)
        first = (last - lengths).astype(np.int32)
        picked = np.repeat(columns["first"] - first, lengths) + np.arange(lengths.sum(), dtype=np.int32)
        events = {name: array[picked] for name, array in self.events.items()}
        return Facts(columns | {"first": first, "last": last}, events, np.ones(len(rows), dtype=bool))

    def rows_of(self, events: NDArray[np.int64]) -> NDArray[np.int64]:
        """The row that each of some events belongs to; of rows that begin at the same place only the last has any."""
        return np.asarray(np.searchsorted(self.columns["first"], events, side="right") - 1)


def encode(facts: Facts) -> bytes:
    """Packed facts as one piece: a head that says how long, then the arrays one after the other."""
    head = msgspec.json.encode([LAYOUT, len(facts.alive), len(facts.events["at"])]).ljust(64)
    columns = [facts.columns[name].astype(kind, copy=False) for name, kind in REPORT_TYPES.items()]
    events = [facts.events[name].astype(kind, copy=False) for name, kind in EVENT_TYPES.items()]
    return b"".join([head, *(array.tobytes() for array in [*columns, *events])])


def decode(content: bytes) -> Facts | None:
    """Facts from their piece, without a copy; None when another version of Besa wrote it."""
    layout, reports, events = msgspec.json.decode(content[:64])
    if layout != LAYOUT:
        return None
    place, found = 64, []
    for types, length in ((REPORT_TYPES, reports), (EVENT_TYPES, events)):
        arrays = {}
        for name, kind in types.items():
            arrays[name] = np.frombuffer(content, dtype=kind, count=length, offset=place)
            place += arrays[name].nbytes
        found.append(arrays)
    return Facts(found[0], found[1], np.ones(reports, dtype=bool))


class Growing:
    """Facts that follow the changes. One thread at a time may change them; `facts` given out stay as they are."""

    def __init__(self, packed: Facts) -> None:
        self._columns = dict(packed.columns)
        self._events = dict(packed.events)
        self._sorted = packed.columns["report"]
        self._later: dict[int, int] = {}
        self.facts = packed

    def replace(self, reports: Collection[int], fresh: Facts) -> None:
        """Let all rows of some reports die, and put their new rows, of those that are still public, at the end."""
        alive = self.facts.alive.copy()
        alive[[row for report in reports if (row := self._row_of(report)) is not None]] = False
        n, events = len(self.facts.alive), len(self.facts.events["at"])
        added = {
            **fresh.columns,
            "first": fresh.columns["first"] + events,
            "last": fresh.columns["last"] + events,
        }
        self._later.update(zip(added["report"].tolist(), range(n, n + len(fresh.alive)), strict=True))
        columns = {name: self._add(self._columns, name, n, added[name]) for name in self._columns}
        grown = {name: self._add(self._events, name, events, fresh.events[name]) for name in self._events}
        carried = {key: copy(self.facts.derived[key]) for key in CARRIED if key in self.facts.derived}
        self.facts = Facts(columns, grown, np.concatenate([alive, fresh.alive]), carried)

    @property
    def wasteful(self) -> bool:
        """Whether so many rows are dead that packing pays."""
        return bool(len(self.facts.alive) > 2_000 + 1.25 * self.facts.n)

    def _row_of(self, report: int) -> int | None:
        if report in self._later:
            return self._later[report]
        place = int(np.searchsorted(self._sorted, report))
        return place if place < len(self._sorted) and self._sorted[place] == report else None

    @staticmethod
    def _add(kept: dict[str, NDArray[Any]], name: str, length: int, more: NDArray[Any]) -> NDArray[Any]:
        """Write behind what is there, where no earlier `Facts` looks; with room for as much again when it is full."""
        array = kept[name]
        needed = length + len(more)
        if needed > len(array) or not array.flags.writeable:
            room = np.empty(max(1_000, needed + needed // 8), dtype=array.dtype)
            room[:length] = array[:length]
            kept[name] = array = room
        array[length:needed] = more
        return array[:needed]
