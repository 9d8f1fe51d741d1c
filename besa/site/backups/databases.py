"""Copying the database out and in, while people use it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from besa.site.backups.archive import DATABASES, BackupRefused
from besa.site.backups.verification import Contents, contents_of_dump, contents_of_sqlite

_EMPTY_SCHEMA = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"


def engine() -> str:
    """`sqlite` or `postgresql`."""
    return connection.vendor


def copy_out(folder: Path) -> Path:
    """A consistent copy of the database as one file in a folder; writers are not held up."""
    target = folder / DATABASES[engine()]
    if engine() == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    else:
        _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])
    return target


def contents_of(path: Path, kind: str) -> Contents:
    """Open a copy of a database of an engine and read what it holds."""
    if not path.is_file():
        raise BackupRefused("The backup has no database.")
    return contents_of_sqlite(path) if kind == "sqlite" else contents_of_dump(path)


def copy_in(source: Path) -> None:
    """Replace all of the database by a copy, in one step: whoever reads meanwhile sees the old or the new."""
    if engine() == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(source)) as copy:
            copy.backup(connection.connection)
        connection.close()
    else:
        connection.close()
        script = _run(
            ["pg_restore", "--no-owner", "--no-privileges", "--schema=public", "--file=-", str(source)]
        )
        _run(
            ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-"],
            _EMPTY_SCHEMA.encode() + script,
        )


def _run(command: list[str], given: bytes = b"") -> bytes:
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=True, env=_environment())
    except FileNotFoundError as error:
        raise BackupRefused(
            f"{command[0]} is not installed: install PostgreSQL's client programs."
        ) from error
    except subprocess.CalledProcessError as error:
        raise BackupRefused(
            f"{command[0]} failed: {error.stderr.decode(errors='replace').strip()}"
        ) from error
    return done.stdout


def _environment() -> dict[str, str]:
    """How PostgreSQL's programs find the database; the password is not seen in the list of processes."""
    values: dict[str, Any] = connection.settings_dict
    names = {
        "PGDATABASE": "NAME",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGHOST": "HOST",
        "PGPORT": "PORT",
    }
    return {**os.environ, **{name: str(values[key]) for name, key in names.items() if values[key]}}
