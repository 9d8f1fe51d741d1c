"""Which public reports are the newest in an area, or among those that changed lately; at any size of the table.

Two indexes can answer, and each is quick where the other is slow. `report_near` holds the reports in the order of
the ground: it is read from one end of the area to the other, and the newest are picked out. `report_recent` holds
them in the order of time: it is walked from the newest on until enough lie in the area. Both hold all that the
question asks about, so no row of the table is touched before it is known to be wanted. What each would read is
known beforehand from the kept counts; the worst case, where both read the same, is the square root of the table's
size times what is asked for: 32,000 entries, some 10 ms, for 1,000 of 1,000,000 reports.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from besa.core import geo, moments
from besa.reports.models import Change
from besa.reports.models.report import Visibility
from besa.reports.nearby import Box, Circle, about_how_many, box_around
from besa.reports.queries.board import state_counts

_PUBLIC = f"visibility = '{Visibility.PUBLIC.value}'"
#: an area is covered by at most so many ranges of keys
_RANGES = 32
#: a row of the table costs as much as so many entries of an index
_ROW = 5

Limits = tuple[dt.datetime | None, dt.datetime | None]


@dataclass(frozen=True)
class Mark:
    """The report after which a page begins: when it was made, and its number."""

    at: dt.datetime
    pk: int


@dataclass(frozen=True)
class Criteria:
    """What is asked of a report besides being public; what is empty asks for nothing. Limits are inclusive."""

    municipality_ids: Sequence[int] = ()
    category_ids: Sequence[int] = ()
    states: Sequence[str] = ()
    place_ids: Sequence[int] = ()
    created: Limits = (None, None)
    changed: Limits = (None, None)

    def sql(self) -> tuple[str, list[Any]]:
        """The same as conditions, each beginning with AND, and their values."""
        text, values = "", list[Any]()
        for column, wanted in (
            ("municipality_id", self.municipality_ids),
            ("category_id", self.category_ids),
            ("state", self.states),
            ("place_id", self.place_ids),
        ):
            if wanted:
                text += f" AND {column} IN ({', '.join(['%s'] * len(wanted))})"
                values += wanted
        for column, (first, last) in (("created_at", self.created), ("changed_at", self.changed)):
            for sign, moment in ((">=", first), ("<=", last)):
                if moment is not None:
                    text += f" AND {column} {sign} %s"
                    values.append(moments.stored(moment))
        return text, values


@dataclass(frozen=True)
class Found:
    """Some of the newest, in order, and whether there may be more after them."""

    ids: list[int] = field(default_factory=list)
    more: bool = False


def newest_in(area: Circle | Box, criteria: Criteria, *, limit: int, after: Mark | None = None) -> Found:
    """The newest reports in an area, newest first, then by number; at most `limit` after a mark."""
    box = area if isinstance(area, Box) else box_around(area.lat, area.lon, area.radius_m)
    inside, total = max(1, about_how_many(box)), max(1, sum(state_counts().values()))
    found: list[int] = []
    while True:
        # The circle fills π/4 of its rectangle.
        wanted = (limit - len(found)) * 4 // 3 + 16
        rows = (
            _along_the_ground(box, criteria, wanted, after)
            if inside <= wanted * total / inside
            else _back_in_time(box, criteria, wanted, after)
        )
        found += [pk for pk, _, lat, lon in rows if _holds(area, lat, lon)]
        if len(rows) < wanted or len(found) > limit:
            return Found(found[:limit], len(found) > limit)
        after = Mark(rows[-1][1], rows[-1][0])


def newest_of_changed(criteria: Criteria, *, limit: int, after: Mark | None = None) -> list[int] | None:
    """The newest of the reports that changed between two moments; None where too many did for this to be the way."""
    total = max(1, sum(state_counts().values()))
    most = int(math.sqrt(_ROW * limit * total)) + limit
    window = Criteria(changed=criteria.changed).sql()
    hint = _hint("report_changed")
    count = f"SELECT 1 FROM reports_report{hint} WHERE {_PUBLIC}{window[0]} LIMIT %s"
    conditions, values = _with_mark(criteria, after)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({count}) AS changed", [*window[1], most])
        if cursor.fetchone()[0] >= most:
            return None
        cursor.execute(
            f"SELECT id FROM reports_report{hint} WHERE {_PUBLIC}{conditions}"
            " ORDER BY created_at DESC, id LIMIT %s",
            [*values, limit],
        )
        return [pk for (pk,) in cursor.fetchall()]


def in_order_of_change(criteria: Criteria, *, limit: int, after: Mark | None = None) -> list[int]:
    """Public reports by their last change, the oldest first, after a mark (whose time is that of the change)."""
    conditions, values = criteria.sql()
    if after is not None:
        at = moments.stored(after.at)
        conditions += " AND changed_at >= %s AND (changed_at > %s OR id > %s)"
        values += [at, at, after.pk]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM reports_report{_hint('report_changed')} WHERE {_PUBLIC}{conditions}"
            " ORDER BY changed_at, id LIMIT %s",
            [*values, limit],
        )
        return [pk for (pk,) in cursor.fetchall()]


def was_withdrawn_since(at: dt.datetime, *, municipality_id: int | None = None) -> bool:
    """True when a report that everybody could see was hidden or erased at this moment or later, or lost words.

    Two small reads.
    """
    removed = Change.objects.filter(kind=Change.Kind.REDACTED, at__gte=at)
    if municipality_id is not None:
        removed = removed.filter(report__municipality=municipality_id)
    if removed.exists():
        return True
    place = "" if municipality_id is None else " AND municipality_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM reports_report{_hint('report_withdrawn')} WHERE NOT ({_PUBLIC}) AND changed_at >= %s{place}"
            " AND published_at IS NOT NULL LIMIT 1",
            [moments.stored(at), *([] if municipality_id is None else [municipality_id])],
        )
        return cursor.fetchone() is not None


def _holds(area: Circle | Box, lat: float, lon: float) -> bool:
    if isinstance(area, Circle):
        return area.holds(lat, lon)
    return area.south <= lat <= area.north and area.west <= lon <= area.east


_Row = tuple[int, dt.datetime, float, float]


def _along_the_ground(box: Box, criteria: Criteria, limit: int, after: Mark | None) -> list[_Row]:
    conditions, values = _with_mark(criteria, after)
    one = (
        f"SELECT id, created_at FROM reports_report{_hint('report_near')}"
        f" WHERE {_PUBLIC} AND zkey >= %s AND zkey < %s{conditions}"
    )
    ranges = covering(box)
    sql = (
        f"SELECT id FROM ({' UNION ALL '.join([one] * len(ranges))}) AS inside"
        " ORDER BY created_at DESC, id LIMIT %s"
    )
    given = [value for pair in ranges for value in (*pair, *values)]
    return _rows(f"SELECT id FROM ({sql}) AS newest", [*given, limit])


def _back_in_time(box: Box, criteria: Criteria, limit: int, after: Mark | None) -> list[_Row]:
    conditions, values = _with_mark(criteria, after)
    sql = (
        f"SELECT id FROM reports_report{_hint('report_recent')} WHERE {_PUBLIC}"
        f" AND lat BETWEEN %s AND %s AND lon BETWEEN %s AND %s{conditions}"
        " ORDER BY created_at DESC, id LIMIT %s"
    )
    inside = [box.south, box.north, box.west, box.east]
    return _rows(f"SELECT id FROM ({sql}) AS newest", [*inside, *values, limit])


def _rows(ids_sql: str, values: list[Any]) -> list[_Row]:
    """Number, time and position of the reports that a statement finds, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, created_at, lat, lon FROM reports_report WHERE id IN ({ids_sql})", values)
        rows = [(pk, moments.read(at), lat, lon) for pk, at, lat, lon in cursor.fetchall()]
    return sorted(rows, key=lambda row: (-row[1].timestamp(), row[0]))


def _with_mark(criteria: Criteria, after: Mark | None) -> tuple[str, list[Any]]:
    text, values = criteria.sql()
    if after is None:
        return text, values
    at = moments.stored(after.at)
    # The first condition alone lets an index begin there; the second tells apart what came at the same time.
    return text + " AND created_at <= %s AND (created_at < %s OR id > %s)", [*values, at, at, after.pk]


def covering(box: Box) -> list[tuple[int, int]]:
    """At most 32 ranges of keys that together cover a box, and little around it."""
    best = box.ranges
    for zoom in range(geo.KEY_ZOOM + 1):
        left, top, right, bottom = box.corner_cells(zoom)
        if (right - left + 1) * (bottom - top + 1) > 4 * _RANGES:
            break
        cells = ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))
        joined = _joined(sorted(geo.tile_range(zoom, x, y) for x, y in cells))
        if len(joined) <= _RANGES:
            best = joined
    return best


def _joined(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, after in ranges:
        if joined and joined[-1][1] == first:
            joined[-1] = (joined[-1][0], after)
        else:
            joined.append((first, after))
    return joined


def _hint(index: str) -> str:
    """The planner of SQLite would rather use an index that it knows to be in the right order."""
    return f" INDEXED BY {index}" if connection.vendor == "sqlite" else ""
