"""Reports that come many at once, each with its whole story, and the rows that the database takes them as.

Rows are prepared without the database, so that a second process can do it while the first one writes. They are
plain tuples: the ORM alone would halve the speed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from besa.core import geo
from besa.reports.models.report import CLOSED, State, Visibility
from besa.reports.tallies import Tally, tally_of
from besa.reports.uids import new_uids
from besa.reports.weeks import week_of
from besa.reports.words import WordMaker

#: columns of a prepared report; `id` counts from 0, the other columns have the same value in every report
REPORT_COLUMNS = (
    "id", "uid", "municipality_id", "category_id", "department_id", "place_id", "lat", "lon", "zkey", "outside",
    "address", "text", "language", "state", "visibility", "created_at", "week", "published_at", "changed_at",
    "response_due_at", "fix_due_at", "responded_at", "closed_at", "confirmed_fixed", "source", "source_id",
)  # fmt: skip
#: columns of a prepared transition; `report_id` counts as the reports do
STEP_COLUMNS = ("report_id", "old", "new", "at", "actor_role")

_VALUES = {state: state.value for state in State}
_SHOWN = {visibility: visibility.value for visibility in Visibility}


class Step(msgspec.Struct, frozen=True, gc=False):
    """A state reached at a time, by a role."""

    state: State
    at: datetime
    role: str


class BulkReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report with its whole story; `steps` starts with received and its last state is the report's."""

    municipality_id: int
    category_id: int
    department_id: int | None
    place_id: int | None
    lat: float
    lon: float
    text: str
    language: str
    steps: Sequence[Step]
    source: str
    source_id: str
    address: str = ""
    outside: bool = False
    visibility: Visibility = Visibility.PUBLIC
    response_due_at: datetime | None = None
    fix_due_at: datetime | None = None
    responded_at: datetime | None = None
    confirmed_fixed: bool | None = None


class PreparedReports(msgspec.Struct, frozen=True, gc=False):
    """Rows of reports and of their transitions, with the tally and the words of those that are public."""

    reports: list[tuple[Any, ...]]
    steps: list[tuple[Any, ...]]
    words: list[tuple[int, str]]
    tally: Tally


class Preparer:
    """Makes rows of reports. What it needs of the database it reads once, when it is made."""

    def __init__(self) -> None:
        self._word_maker = WordMaker()

    def prepare(self, items: Sequence[BulkReport]) -> PreparedReports:
        """The rows of some reports, numbered from 0 in their order."""
        moments = _Moments()
        uids = sorted(new_uids(len(items)))  # neighbours in their index, and as random as before
        rows = [_report_row(number, uids[number], item, moments) for number, item in enumerate(items)]
        public = [(n, item) for n, item in enumerate(items) if item.visibility is Visibility.PUBLIC]
        return PreparedReports(
            reports=rows,
            steps=[step for number, item in enumerate(items) for step in _story(number, item, moments)],
            words=[(number, self._words(item)) for number, item in public],
            tally=tally_of(Counter(_spot(rows[number]) for number, _ in public)),
        )

    def _words(self, item: BulkReport) -> str:
        own = f"{item.text} {item.address}"
        return self._word_maker.words(own, item.municipality_id, item.category_id, item.place_id)


class _Moments(dict[datetime | None, Any]):
    """Times as the database keeps them; each is needed for several columns and turned once."""

    def __init__(self) -> None:
        self._adapt = connection.ops.adapt_datetimefield_value

    def __missing__(self, moment: datetime | None) -> Any:
        self[moment] = self._adapt(moment)
        return self[moment]


def _report_row(number: int, uid: str, item: BulkReport, moments: _Moments) -> tuple[Any, ...]:
    first, last = item.steps[0].at, item.steps[-1]
    created, changed = moments[first], moments[last.at]
    return (
        number, uid, item.municipality_id, item.category_id, item.department_id, item.place_id,
        item.lat, item.lon, geo.key_of(item.lat, item.lon), item.outside,
        item.address, item.text, item.language, _VALUES[last.state], _SHOWN[item.visibility],
        created, week_of(first), created if item.visibility is Visibility.PUBLIC else None, changed,
        moments[item.response_due_at], moments[item.fix_due_at], moments[item.responded_at],
        changed if last.state in CLOSED else None, item.confirmed_fixed, item.source, item.source_id,
    )  # fmt: skip


_ZKEY, _MUNICIPALITY, _CATEGORY, _STATE, _WEEK = map(
    REPORT_COLUMNS.index, ("zkey", "municipality_id", "category_id", "state", "week")
)


def _spot(row: tuple[Any, ...]) -> tuple[int, int, int, str, int]:
    return row[_ZKEY], row[_MUNICIPALITY], row[_CATEGORY], row[_STATE], row[_WEEK]


def _story(number: int, item: BulkReport, moments: _Moments) -> Iterable[tuple[Any, ...]]:
    old = ""
    for step in item.steps:
        new = _VALUES[step.state]
        yield number, old, new, moments[step.at], step.role
        old = new
