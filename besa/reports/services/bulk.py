"""Writing many reports at once by plain SQL.

Every report still gets its transition rows, as all figures come from them. The caller opens the transaction and
records the ledger entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from django.db import connection

from besa.core.registries import together
from besa.reports.bulk import REPORT_COLUMNS, STEP_COLUMNS, PreparedReports
from besa.reports.exposure import appear_together

#: columns that have the same value in every report and every step
_SAME_IN_REPORTS: Final[dict[str, str | int]] = {"answers": "{}", "me_too_count": 0}
_SAME_IN_STEPS: Final[dict[str, str | int]] = {"reason": "", "forwarded_to": ""}

# Rows of a batch lie all over the indexes. With room for their pages none is written twice in a batch; among a
# million reports that halves the time. Kilobytes of cache, pages of 4 kB between checkpoints.
_ROOM = {"cache_size": -400_000, "wal_autocheckpoint": 50_000}


@contextmanager
def room_for_many() -> Iterator[None]:
    """Give SQLite more memory and a longer log, as long as many reports are written."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in _ROOM}
        _set(_ROOM)
    try:
        yield
    finally:
        _set(before)


def _set(pragmas: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        for name, value in pragmas.items():
            cursor.execute(f"PRAGMA {name} = {value}")


def write_reports(prepared: PreparedReports) -> int:
    """Insert reports with their transitions, and show the public ones; the id of the first, the others follow.

    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("many reports are written in the transaction of the act that brings them")
    first = _take_ids(len(prepared.reports))
    with ExitStack() as around:
        for _, noting in together.all():
            around.enter_context(noting())
        _insert("reports_report", REPORT_COLUMNS, _SAME_IN_REPORTS, first, prepared.reports)
    _insert("reports_transition", STEP_COLUMNS, _SAME_IN_STEPS, first, prepared.steps)
    appear_together(prepared.tally, [(first + number, words) for number, words in prepared.words])
    return first


def _insert(
    table: str, columns: tuple[str, ...], same: dict[str, str | int], first: int, rows: list[tuple[Any, ...]]
) -> None:
    """Insert rows whose first column is a number that counts from 0, and becomes an id that counts from `first`."""
    names = ", ".join([*columns, *same])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One statement, after which the triggers count once; many of them would each wait for an answer too.
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for number, *values in rows:
                    copy.write_row((first + number, *values, *same.values()))
            return
        fixed = [str(value) if isinstance(value, int) else f"'{value}'" for value in same.values()]
        marks = ", ".join([f"%s + {int(first)}", *["%s"] * (len(columns) - 1), *fixed])
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


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
