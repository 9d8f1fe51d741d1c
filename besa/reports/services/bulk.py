"""Writing many reports at once by plain SQL, as the ORM alone halves the speed.

Every report still gets its transition rows, as all figures come from them. The caller opens the transaction and
records the ledger entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from besa.core import geo
from besa.reports.bulk import BulkReport
from besa.reports.exposure import appear_many
from besa.reports.models.report import CLOSED, Visibility
from besa.reports.uids import new_uid
from besa.reports.weeks import week_of

_REPORT_COLUMNS = (
    *(
        "id",
        "uid",
        "municipality_id",
        "category_id",
        "department_id",
        "place_id",
        "lat",
        "lon",
        "zkey",
        "outside",
    ),
    *("address", "text", "answers", "language", "state", "visibility", "created_at", "week", "published_at"),
    *("changed_at", "response_due_at", "fix_due_at", "responded_at", "closed_at", "confirmed_fixed"),
    *("me_too_count", "source", "source_id"),
)
_TRANSITION_COLUMNS = ("report_id", "old", "new", "at", "actor_role", "reason", "forwarded_to")


def write_reports(items: Sequence[BulkReport]) -> int:
    """Insert reports with their transitions, and show the public ones; the id of the first, the others follow.

    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("many reports are written in the transaction of the act that brings them")
    first = _take_ids(len(items))
    numbered = list(enumerate(items, first))
    moments = _Moments()
    _insert("reports_report", _REPORT_COLUMNS, [_report_row(pk, item, moments) for pk, item in numbered])
    steps = [row for pk, item in numbered for row in _story(pk, item, moments)]
    _insert("reports_transition", _TRANSITION_COLUMNS, steps)
    appear_many(first, first + len(items) - 1)
    return first


class _Moments(dict[datetime | None, Any]):
    """Times as the database keeps them; each is needed for several columns and turned once."""

    def __init__(self) -> None:
        self._adapt = connection.ops.adapt_datetimefield_value

    def __missing__(self, moment: datetime | None) -> Any:
        self[moment] = self._adapt(moment)
        return self[moment]


def _report_row(pk: int, item: BulkReport, moments: _Moments) -> tuple[Any, ...]:
    created, last = item.steps[0].at, item.steps[-1]
    published = created if item.visibility is Visibility.PUBLIC else None
    closed = last.at if last.state in CLOSED else None
    return (
        *(pk, new_uid(), item.municipality_id, item.category_id, item.department_id, item.place_id),
        *(item.lat, item.lon, geo.key_of(item.lat, item.lon), item.outside),
        *(item.address, item.text, "{}", item.language, last.state.value, item.visibility.value),
        *(moments[created], week_of(created), moments[published], moments[last.at]),
        *(
            moments[item.response_due_at],
            moments[item.fix_due_at],
            moments[item.responded_at],
            moments[closed],
        ),
        *(item.confirmed_fixed, 0, item.source, item.source_id),
    )


def _story(pk: int, item: BulkReport, moments: _Moments) -> Iterable[tuple[Any, ...]]:
    old = ""
    for step in item.steps:
        yield pk, old, step.state.value, moments[step.at], step.role, "", ""
        old = step.state.value


def _insert(table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _take_ids(n: int) -> int:
    """The first of `n` report ids in a row that nobody else gets."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # The transaction is IMMEDIATE: nobody else writes until it ends.
            cursor.execute(
                "SELECT COALESCE(MAX(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'reports_report'"
            )
        else:
            # Others wait before they take an id, so that ours are in a row and only ours.
            cursor.execute("LOCK TABLE reports_report IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(
                "SELECT MIN(id) FROM (SELECT nextval(pg_get_serial_sequence('reports_report', 'id')) AS id"
                " FROM generate_series(1, %s)) AS taken",
                [n],
            )
        return int(cursor.fetchone()[0])
