"""Triggers that note every change of what figures are counted from, in the transaction that makes it.

They stand on `reports_report` alone: a transition, a verdict or an answer is always written together with the
report it belongs to (`reports.services.state_change`), and a test holds that. Only changes of what everyone sees,
or saw until now, are noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from besa.core.triggers import ensure_triggers
from besa.reports.models.report import Visibility

#: columns of a report that a figure depends on, or that change together with its transitions
_COLUMNS = (
    "municipality_id", "category_id", "department_id", "place_id", "zkey", "state", "visibility", "created_at",
    "published_at", "changed_at", "response_due_at", "fix_due_at", "responded_at", "closed_at", "confirmed_fixed",
)  # fmt: skip
NAMES = ("insights_report_added", "insights_report_changed", "insights_report_gone")

_PUBLIC = f"visibility = '{Visibility.PUBLIC.value}'"
_WHEN = (f"NEW.{_PUBLIC}", f"OLD.{_PUBLIC} OR NEW.{_PUBLIC}", f"OLD.{_PUBLIC}")
_EVENTS = ("INSERT", f"UPDATE OF {', '.join(_COLUMNS)}", "DELETE")

_NOTE = "INSERT INTO insights_factchange (municipality, report, stamp)"
_SQLITE_ACTS = (
    f"{_NOTE} VALUES (NEW.municipality_id, NEW.id, 0);",
    f"{_NOTE} VALUES (NEW.municipality_id, NEW.id, 0);"
    f"{_NOTE} SELECT OLD.municipality_id, OLD.id, 0 WHERE OLD.municipality_id <> NEW.municipality_id;",
    f"{_NOTE} VALUES (OLD.municipality_id, OLD.id, 0);",
)
_SQLITE = tuple(
    f"CREATE TRIGGER {name} AFTER {event} ON reports_report WHEN {when} BEGIN {act} END"
    for name, event, when, act in zip(NAMES, _EVENTS, _WHEN, _SQLITE_ACTS, strict=True)
)
_STAMP = "pg_current_xact_id()::text::bigint"
_FUNCTION = f"""CREATE OR REPLACE FUNCTION insights_note() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR OLD.municipality_id <> NEW.municipality_id) THEN
            {_NOTE} VALUES (OLD.municipality_id, OLD.id, {_STAMP});
        END IF;
        IF TG_OP <> 'DELETE' THEN
            {_NOTE} VALUES (NEW.municipality_id, NEW.id, {_STAMP});
        END IF;
        RETURN NULL;
    END $$"""
_POSTGRESQL = tuple(
    f"CREATE TRIGGER {name} AFTER {event} ON reports_report FOR EACH ROW WHEN ({when})"
    " EXECUTE FUNCTION insights_note()"
    for name, event, when in zip(NAMES, _EVENTS, _WHEN, strict=True)
)


def install(connection: BaseDatabaseWrapper) -> bool:
    """Make the triggers where one is missing; True when it was so."""
    made, before = (_SQLITE, ()) if connection.vendor == "sqlite" else (_POSTGRESQL, (_FUNCTION,))
    return ensure_triggers(connection, "reports_report", dict(zip(NAMES, made, strict=True)), before)


@contextmanager
def noting_together() -> Iterator[None]:
    """Note many new reports by one statement instead of one by one, which took a quarter of an import's time.

    Inside the transaction that writes them. On SQLite the trigger is away meanwhile, which nobody else ever sees: it
    comes back in the same transaction. PostgreSQL would lock the table for that, and notes row by row.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {NAMES[0]}")
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM reports_report")
        (last,) = cursor.fetchone()
        yield
        cursor.execute(
            f"{_NOTE} SELECT municipality_id, id, 0 FROM reports_report WHERE id > %s AND +{_PUBLIC}", [last]
        )
        cursor.execute(_SQLITE[0])
