"""Reading facts from reports, transitions and verdicts: the only place that knows how they become columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db import connection

from besa.core.geo import KEY_ZOOM
from besa.insights.columns import CODES, CONFIRMED, EPOCH, EVENT_TYPES, FIRST_DAY, NEVER, REPORT_TYPES, Facts
from besa.reports.models.report import State, Visibility
from besa.reports.services.verdicts import NEIGHBOURS_NEEDED

#: zoom level of the cells of the heat map: about 0.9 km wide in Kosovo and Albania
CELL_ZOOM = 15
_FIXED = CODES[State.FIXED]
_IN_A_ROW = 800
#: clocks of all zones differ by whole quarters of an hour
_QUARTER = 900
_DAY_0 = datetime(1970, 1, 1, tzinfo=UTC)
_PUBLIC = f"r.municipality_id = %s AND r.visibility = '{Visibility.PUBLIC.value}'"

Row = tuple[Any, ...]
#: an event: report, seconds, code
Event = tuple[int, int, int]


def read_all(municipality: int, zone: ZoneInfo) -> Facts:
    """The facts of all public reports of a municipality, packed. Reads every row: seconds among a million reports."""
    return _read(municipality, zone, "")


def read_some(municipality: int, zone: ZoneInfo, reports: Collection[int]) -> Facts:
    """The facts of those among some reports that are public and the municipality's, packed."""
    numbers = sorted(reports)
    parts = [numbers[start : start + _IN_A_ROW] for start in range(0, len(numbers), _IN_A_ROW)]
    rows, events = [], []
    for part in parts:
        among = f" AND r.id IN ({', '.join(map(str, part))})"
        rows += _report_rows(municipality, among)
        events += _all_events(municipality, among)
    return _assemble(rows, events, zone)


def _read(municipality: int, zone: ZoneInfo, among: str) -> Facts:
    return _assemble(_report_rows(municipality, among), _all_events(municipality, among), zone)


def _seconds(column: str) -> str:
    """SQL for whole seconds since 1970, fractions cut off: SQLite alone would round them."""
    if connection.vendor == "sqlite":
        return f"CAST(strftime('%%s', substr({column}, 1, 19)) AS INTEGER)"
    return f"CAST(FLOOR(EXTRACT(EPOCH FROM {column})) AS BIGINT)"


def _report_rows(municipality: int, among: str) -> list[Row]:
    times = (
        "COALESCE(r.published_at, r.created_at)", "r.response_due_at", "r.fix_due_at", "r.responded_at",
        "r.created_at",
    )  # fmt: skip
    sql = f"""
        SELECT r.id, {", ".join(map(_seconds, times))}, r.category_id, COALESCE(r.department_id, 0),
            COALESCE(r.place_id, 0), r.zkey >> {2 * (KEY_ZOOM - CELL_ZOOM)}
        FROM reports_report r WHERE {_PUBLIC}{among} ORDER BY r.id"""
    return _select(sql, municipality)


def _all_events(municipality: int, among: str) -> list[Event]:
    """Transitions after the first one, with the citizens' "it is fixed" behind the fixing that it is about."""
    sql = f"""
        SELECT t.report_id, {_seconds("t.at")}, t.new, t.id, r.state, r.confirmed_fixed
        FROM reports_report r JOIN reports_transition t ON t.report_id = r.id
        WHERE {_PUBLIC}{among} AND t.old <> '' ORDER BY t.report_id, t.at, t.id"""
    steps = _select(sql, municipality)
    confirmed = _confirmations(municipality, among)
    return list(_with_confirmations(steps, confirmed))


def _with_confirmations(steps: Sequence[Row], confirmed: dict[int, int]) -> Iterator[Event]:
    for number, (report, at, new, pk, state, is_confirmed) in enumerate(steps):
        code = CODES[new]
        yield report, at, code
        if code != _FIXED:
            continue
        following = steps[number + 1] if number + 1 < len(steps) else None
        is_last = following is None or following[0] != report
        if is_last and not (state == State.FIXED and is_confirmed):
            continue
        # What an import brought as confirmed has no verdict; it counts from the fixing on.
        moment = confirmed.get(pk, at if is_last else NEVER + EPOCH)
        if is_last or (following is not None and moment <= following[1]):
            yield report, max(moment, at), CONFIRMED


def _confirmations(municipality: int, among: str) -> dict[int, int]:
    """When each fixing was confirmed, by the transition's id: by the reporter, or by enough neighbours before that."""
    sql = f"""
        SELECT c.fixing_id, c.by_role, {_seconds("c.at")}, c.fixed
        FROM reports_report r JOIN reports_confirmation c ON c.report_id = r.id
        WHERE {_PUBLIC}{among} AND c.fixing_id IS NOT NULL ORDER BY c.fixing_id, c.at, c.id"""
    verdicts: dict[int, list[Row]] = defaultdict(list)
    for fixing, *verdict in _select(sql, municipality):
        verdicts[fixing].append(tuple(verdict))
    moments = {fixing: _decided(said) for fixing, said in verdicts.items()}
    return {fixing: moment for fixing, moment in moments.items() if moment is not None}


def _decided(said: Iterable[Row]) -> int | None:
    """When verdicts, in the order of time, amount to "it is fixed"; None when they do not."""
    neighbours = 0
    for role, at, fixed in said:
        if role != "neighbour":
            return int(at) if fixed else None
        neighbours += bool(fixed)
        if neighbours == NEIGHBOURS_NEEDED and fixed:
            return int(at)
    return None


def _select(sql: str, municipality: int) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [municipality])
        return list(cursor.fetchall())


def _assemble(rows: Sequence[Row], events: Sequence[Event], zone: ZoneInfo) -> Facts:
    names = ("report", "published", "response_due", "fix_due", "responded")
    columns: dict[str, Any] = {}
    for place, name in enumerate(names):
        values = [row[place] for row in rows]
        columns[name] = values if name == "report" else _times(values)
    columns["day"] = [_local(row[1] // _QUARTER, zone)[0] for row in rows]
    columns["hour"] = [_local(row[5] // _QUARTER, zone)[1] for row in rows]
    for place, name in enumerate(("category", "department", "place", "cell"), start=6):
        columns[name] = [row[place] for row in rows]
    reports = np.array(columns["report"], dtype=np.int64)
    of_events = np.array([event[0] for event in events], dtype=np.int64)
    columns["first"] = np.searchsorted(of_events, reports, side="left")
    columns["last"] = np.searchsorted(of_events, reports, side="right")
    happened = {
        "at": np.array([event[1] - EPOCH for event in events], dtype=EVENT_TYPES["at"]),
        "code": np.array([event[2] for event in events], dtype=EVENT_TYPES["code"]),
    }
    typed = {name: np.asarray(columns[name]).astype(kind) for name, kind in REPORT_TYPES.items()}
    return Facts(typed, happened, np.ones(len(rows), dtype=bool))


def _times(values: Sequence[int | None]) -> list[int]:
    return [NEVER if value is None else value - EPOCH for value in values]


@lru_cache(maxsize=200_000)
def _local(quarter: int, zone: ZoneInfo) -> tuple[int, int]:
    """Day since 2000-01-01 and hour of the week of a quarter of an hour since 1970, by local time."""
    local = (_DAY_0 + timedelta(seconds=_QUARTER * quarter)).astimezone(zone)
    return local.toordinal() - FIRST_DAY.toordinal(), local.weekday() * 24 + local.hour
