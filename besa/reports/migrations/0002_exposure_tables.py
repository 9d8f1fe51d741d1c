"""What Django cannot say: a table without row numbers, and the full text index of each engine."""

import sqlite3

from django.db import migrations

# A cell is found by its key alone, so on SQLite the key is the table: half the pages, one B-tree a read.
_SQLITE = (
    "DROP TABLE reports_tilecount",
    """CREATE TABLE reports_tilecount (
        level smallint unsigned NOT NULL, category bigint NOT NULL, state varchar(16) NOT NULL,
        week smallint unsigned NOT NULL, prefix bigint NOT NULL, n integer NOT NULL,
        PRIMARY KEY (level, category, state, week, prefix)) WITHOUT ROWID""",
    "DROP TABLE reports_statecount",
    """CREATE TABLE reports_statecount (
        municipality bigint NOT NULL, category bigint NOT NULL, state varchar(16) NOT NULL,
        n integer NOT NULL, PRIMARY KEY (municipality, category, state)) WITHOUT ROWID""",
    # Words are folded by besa.core.folding, so the plainest tokenizer is the right one. Positions are not kept:
    # nobody asks for phrases, and the index is a third smaller. prefix: the last word may be unfinished.
    """CREATE VIRTUAL TABLE reports_searchindex USING fts5(
        words, content='reports_searchtext', content_rowid='report_id',
        tokenize='ascii', detail='none', columnsize=0, prefix='3 4 5 6')""",
    # Rows are added by exposure.py, many at once; they also go when their report is deleted.
    """CREATE TRIGGER reports_searchtext_gone AFTER DELETE ON reports_searchtext BEGIN
        INSERT INTO reports_searchindex (reports_searchindex, rowid, words)
        VALUES ('delete', old.report_id, old.words); END""",
)
_SQLITE_BACK = (
    "DROP TRIGGER reports_searchtext_gone",
    "DROP TABLE reports_searchindex",
)
_POSTGRESQL = (
    """CREATE INDEX reports_searchindex ON reports_searchtext
        USING gin (to_tsvector('simple', words)) WITH (fastupdate = off)""",
)
_POSTGRESQL_BACK = ("DROP INDEX reports_searchindex",)
#: from this version on a deleted word leaves no trace in the index; before it, `optimize` after an erasure does it
_SECURE_DELETE_SINCE = (3, 42, 0)


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        _run(schema_editor, _SQLITE)
        if sqlite3.sqlite_version_info >= _SECURE_DELETE_SINCE:
            schema_editor.execute(
                "INSERT INTO reports_searchindex (reports_searchindex, rank) VALUES ('secure-delete', 1)"
            )
    else:
        _run(schema_editor, _POSTGRESQL)


def unmake(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    _run(schema_editor, _SQLITE_BACK if sqlite else _POSTGRESQL_BACK)


def _run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_first_release")]

    operations = [migrations.RunPython(make, unmake)]
