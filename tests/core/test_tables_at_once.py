"""The short way to make tables is only taken by migrations for which it is right."""

from __future__ import annotations

from django.db.migrations import AddField, CreateModel
from django.db.migrations.loader import MigrationLoader

from besa.core.tables_at_once import TablesAtOnce


def only_tables(migration: TablesAtOnce) -> bool:
    """Whether every operation makes a table, which then stands as it is at the end."""
    return all(isinstance(operation, CreateModel) for operation in migration.operations)


def test_they_do_nothing_but_make_tables() -> None:
    found = [one for one in MigrationLoader(None).disk_migrations.values() if isinstance(one, TablesAtOnce)]
    assert len(found) > 10
    assert [str(one) for one in found if not only_tables(one)] == []


def test_another_operation_is_seen() -> None:
    migration = TablesAtOnce("0001_first_release", "places")
    migration.operations = [CreateModel("Square", []), AddField("Square", "name", None)]
    assert not only_tables(migration)
