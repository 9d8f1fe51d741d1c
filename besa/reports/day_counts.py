"""How many public reports had, or will have, something due on each day: what a board counts without reading them.

What is late today was due on an earlier day, and counts of days do not change by waiting. So "late" is the sum of the
days before today, and today's reports one by one. Triggers note what each write adds to a day and takes from it, in
the transaction of the write, whatever path it comes by; `services.day_counts` adds up the notes of each day.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connection, connections

from besa.core.triggers import ensure_triggers
from besa.reports.models.report import State, Visibility

_TABLE: Final = "reports_report"
_PUBLIC: Final = f"{{r}}visibility = '{Visibility.PUBLIC.value}'"
_FIXED: Final = f"{{r}}state = '{State.FIXED.value}' AND {{r}}closed_at IS NOT NULL"
# What was withdrawn or found to be told twice before an answer did not have to be answered; the figures say the same.
_NOT_OWED: Final = f"'{State.WITHDRAWN.value}', '{State.DUPLICATE.value}'"

#: kind → the moment whose day counts, and which public reports count
_KINDS: Final = {
    "unanswered": ("response_due_at", "{r}responded_at IS NULL AND {r}closed_at IS NULL"),
    "unrepaired": ("fix_due_at", "{r}closed_at IS NULL"),
    "fixed": ("closed_at", _FIXED),
    "confirmed": ("closed_at", f"{_FIXED} AND {{r}}confirmed_fixed"),
    "owed": ("response_due_at", f"({{r}}responded_at IS NOT NULL OR {{r}}state NOT IN ({_NOT_OWED}))"),
    "in_time": ("response_due_at", "{r}responded_at <= {r}response_due_at"),
}
#: all that the kinds look at
_COLUMNS: Final = (
    "municipality_id", "visibility", "state", "responded_at", "response_due_at", "fix_due_at", "closed_at",
    "confirmed_fixed",
)  # fmt: skip
_DAY: Final = {
    "sqlite": "substr({moment}, 1, 10)",
    "postgresql": "CAST({moment} AT TIME ZONE 'UTC' AS date)",
}
_NOTE: Final = "INSERT INTO reports_daycount (municipality, kind, day, n)"

_ADDED, _CHANGED, _GONE = (f"reports_day_count_{event}" for event in ("added", "changed", "gone"))
_EVENTS: Final = {
    _ADDED: ("INSERT", {"NEW.": 1}),
    _CHANGED: (f"UPDATE OF {', '.join(_COLUMNS)}", {"OLD.": -1, "NEW.": 1}),
    _GONE: ("DELETE", {"OLD.": -1}),
}


def days(kind: str, which: str) -> str:
    """SQL for how many reports of a kind the municipality `m` has on certain days."""
    of = f"municipality = %(m)s AND kind = '{kind}' AND {which}"
    return f"(SELECT COALESCE(SUM(n), 0) FROM reports_daycount WHERE {of})"


def moments(kind: str, start: str, end: str) -> str:
    """SQL for how many reports of a kind the municipality `m` has at certain moments, read one by one.

    `start` and `end` are comparisons, such as `>= %(midnight)s`.
    """
    moment, which = _KINDS[kind]
    # The planner of SQLite would rather search by state, and read a row for each report ever fixed.
    hint = "INDEXED BY report_fixed" if moment == "closed_at" and connection.vendor == "sqlite" else ""
    asked = f"{_PUBLIC} AND {which}".format(r="")
    between = f"{moment} {start} AND {moment} {end}"
    return f"(SELECT COUNT(*) FROM {_TABLE} {hint} WHERE municipality_id = %(m)s AND {between} AND {asked})"


def _parts(vendor: str, row: str, n: int, source: str = "") -> str:
    """What a row, or each row of a source, adds to the days: one SELECT for each kind."""
    found = []
    for kind, (name, which) in _KINDS.items():
        moment = f"{row}{name}"
        day = _DAY[vendor].format(moment=moment)
        where = f"{_PUBLIC} AND {moment} IS NOT NULL AND {which}".format(r=row)
        found.append(
            f"SELECT {row}municipality_id AS municipality, '{kind}' AS kind, {day} AS day, {n} AS n{source}"
            f" WHERE {where}"
        )
    return " UNION ALL ".join(found)


def _added_up(parts: str) -> str:
    grouped = "GROUP BY municipality, kind, day HAVING SUM(n) <> 0"
    return f"{_NOTE} SELECT municipality, kind, day, SUM(n) FROM ({parts}) AS parts {grouped}"


def _sqlite() -> dict[str, str]:
    """Row by row, as SQLite knows no other triggers."""
    acts = {
        name: _added_up(" UNION ALL ".join(_parts("sqlite", row, n) for row, n in rows.items()))
        for name, (_, rows) in _EVENTS.items()
    }
    return {
        name: f"CREATE TRIGGER {name} AFTER {event} ON {_TABLE} BEGIN {acts[name]}; END"
        for name, (event, _) in _EVENTS.items()
    }


def _postgresql() -> tuple[dict[str, str], tuple[str, ...]]:
    """Once for each statement, of all its rows: an import's take as long as one of them would."""
    triggers, before = {}, []
    for old, (event, rows) in _EVENTS.items():
        name, tables = f"{old}_together", {row: f"{row.lower().rstrip('.')}_rows" for row in rows}
        parts = " UNION ALL ".join(
            _parts("postgresql", "r.", n, f" FROM {tables[row]} r") for row, n in rows.items()
        )
        before += [
            f"DROP TRIGGER IF EXISTS {old} ON {_TABLE}",  # by which each row was counted alone before
            f"DROP FUNCTION IF EXISTS {old}",
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN {_added_up(parts)}; RETURN NULL; END $$",
        ]
        referencing = " ".join(f"{row.rstrip('.')} TABLE AS {table}" for row, table in tables.items())
        # A trigger that sees all rows cannot name columns: other changes come to nothing in the sum.
        triggers[name] = (
            f"CREATE TRIGGER {name} AFTER {event.split(' ')[0]} ON {_TABLE} REFERENCING {referencing}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    return triggers, tuple(before)


def install(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Make the triggers where one is missing; True when it was so."""
    there = connections[using]
    triggers, before = (_sqlite(), ()) if there.vendor == "sqlite" else _postgresql()
    return ensure_triggers(there, _TABLE, triggers, before)


def count_all(using: str = DEFAULT_DB_ALIAS) -> None:
    """Count all reports anew. Belongs into a transaction."""
    there = connections[using]
    with there.cursor() as cursor:
        cursor.execute("DELETE FROM reports_daycount")
        cursor.execute(_added_up(_parts(there.vendor, "r.", 1, f" FROM {_TABLE} r")))


@contextmanager
def counting_together() -> Iterator[None]:
    """Count many new reports by one statement instead of one by one.

    Inside the transaction that writes them. On SQLite the trigger is away meanwhile, which nobody else ever sees: it
    comes back in the same transaction. On PostgreSQL it counts by the statement anyway.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {_ADDED}")
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {_TABLE}")
        (last,) = cursor.fetchone()
        yield
        source = f" FROM (SELECT * FROM {_TABLE} NOT INDEXED WHERE id > {int(last)}) r"
        cursor.execute(_added_up(_parts("sqlite", "r.", 1, source)))
        cursor.execute(_sqlite()[_ADDED])
