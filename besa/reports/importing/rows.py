"""Judging one foreign row: what report it makes, or why it makes none."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

import msgspec

from besa.reports.importing.files import Row
from besa.reports.importing.mapping import ANY, FIELDS, Mapping
from besa.reports.models.report import State

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_RECEIVED = State.RECEIVED.value
LONGEST_TEXT, LONGEST_ADDRESS, LONGEST_ID = 10_000, 200, 80

#: why a row makes no report: key → sentence for the rejects file
REASONS = {
    "no_id": "the row has no id",
    "no_point": "the coordinates are missing or not numbers",
    "not_on_earth": "the coordinates are not on earth",
    "no_time": "the time is missing or cannot be read",
    "impossible_time": "the time is before 1990 or in the future",
    "unknown_category": "the mapping has no category for this row",
    "unknown_state": "the mapping has no state for this row",
    "no_municipality": "the point is in no municipality",
}


class ImportedReport(msgspec.Struct, frozen=True, gc=False):
    """What a row says, in our words. Times are UTC; `closed_at` is None for an open report."""

    row: int
    source_id: str
    created_at: datetime
    lat: float
    lon: float
    category: str
    state: str
    closed_at: datetime | None
    text: str
    address: str


class Reject(msgspec.Struct, frozen=True, gc=False):
    """A row that makes no report; `reason` is a key of REASONS."""

    row: int
    source_id: str
    reason: str


class _Unusable(ValueError):
    """Carries a key of REASONS."""


class RowReader:
    """Reads the rows of one file, in order.

    A row without an id is named by its content and how often it came. An id that comes again with other content is
    no id of one report, as in files where somebody filled the column with ones: those rows are named by both.
    """

    def __init__(self, mapping: Mapping, now: datetime) -> None:
        self._mapping = mapping
        self._now = now
        self._seen: Counter[str] = Counter()
        self._content_of: dict[str, int] = {}
        self._text_of = _text_maker(mapping)
        self._column = {field: mapping.columns.get(field, "") for field in FIELDS}
        self._default = {field: mapping.defaults.get(field, "") for field in FIELDS}

    def read(self, number: int, row: Row) -> ImportedReport | Reject:
        """The report of a row, or why there is none. `number` counts rows from 1, without the column names."""
        source_id = ""
        try:
            source_id = self._id(row)
            created_at = self._time(row, "created")
            state = self._word(row, "state", self._mapping.states)
            lat, lon = self._point(row)
            return ImportedReport(
                row=number,
                source_id=source_id,
                created_at=created_at,
                lat=lat,
                lon=lon,
                category=self._word(row, "category", self._mapping.categories),
                state=state,
                closed_at=self._changed_at(row, created_at) if state != _RECEIVED else None,
                text=self._text_of(row)[:LONGEST_TEXT],
                address=self._value(row, "address")[:LONGEST_ADDRESS],
            )
        except _Unusable as reason:
            return Reject(number, source_id[:LONGEST_ID], str(reason))

    def _value(self, row: Row, field: str) -> str:
        # A column without a name is never meant, and files made by other programs have one.
        column = self._column[field]
        return (_clean(row.get(column)) if column else "") or self._default[field]

    def _id(self, row: Row) -> str:
        if not self._column["id"]:
            content = _content(row)
            self._seen[content] += 1
            return f"{content}-{self._seen[content]}"
        if not (own := self._value(row, "id")):
            raise _Unusable("no_id")
        mark = hash(tuple(row.items()))
        if self._content_of.setdefault(own, mark) != mark:
            own = f"{own}~{_content(row)}"
        return own if len(own) <= LONGEST_ID else sha256(own.encode()).hexdigest()

    def _point(self, row: Row) -> tuple[float, float]:
        try:
            lat = float(self._value(row, "lat").replace(",", "."))
            lon = float(self._value(row, "lon").replace(",", "."))
        except ValueError:
            raise _Unusable("no_point") from None
        if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
            raise _Unusable("not_on_earth")
        if lat == 0 and lon == 0:
            raise _Unusable("no_point")  # what phones send when they know nothing
        return lat, lon

    def _time(self, row: Row, field: str) -> datetime:
        try:
            moment = datetime.fromisoformat(self._value(row, field))
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=self._mapping.time_zone)
            moment = moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise _Unusable("no_time") from None
        if not EARLIEST <= moment <= self._now:
            raise _Unusable("impossible_time")
        return moment

    def _changed_at(self, row: Row, created_at: datetime) -> datetime:
        """When the state was reached; the time of creation where the file does not say or errs."""
        if not self._column["closed"]:
            return created_at
        try:
            return max(created_at, self._time(row, "closed"))
        except _Unusable:
            return created_at

    def _word(self, row: Row, field: str, words: dict[str, str]) -> str:
        word = words.get(self._value(row, field)) or words.get(ANY)
        if word is None:
            raise _Unusable(f"unknown_{field}")
        return word


def _clean(value: str | None) -> str:
    # NUL is the one character that PostgreSQL cannot keep.
    return value.replace("\0", "").strip() if value else ""


def _content(row: Row) -> str:
    """The row's content as a name that lasts, whatever the order of its columns."""
    return sha256(repr(sorted(row.items())).encode()).hexdigest()[:32]


def _text_maker(mapping: Mapping) -> Callable[[Row], str]:
    columns, template = mapping.text_columns, mapping.text_template

    def text_of(row: Row) -> str:
        values = {column: _clean(row.get(column)) for column in columns}
        if template is None:
            return values[columns[0]] if columns else ""
        text = template
        for column, value in values.items():
            text = text.replace("{" + column + "}", value)
        return text

    return lambda row: text_of(row) or mapping.defaults.get("text", "")
