"""Triggers of a database, made where they are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

_FOUND = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = CAST(%s AS regclass)",
}


def ensure_triggers(
    connection: BaseDatabaseWrapper, table: str, triggers: Mapping[str, str], before: Sequence[str] = ()
) -> bool:
    """Make all triggers of a table, by name, where one of them is missing; True when it was so.

    SQLite drops a table's triggers whenever a migration has to make the table anew. `before` are statements that
    PostgreSQL needs first, such as the functions.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOUND[connection.vendor], [table])
        if set(triggers) <= {name for (name,) in cursor.fetchall()}:
            return False
        for name in triggers:
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        for statement in (*before, *triggers.values()):
            cursor.execute(statement)
    return True
