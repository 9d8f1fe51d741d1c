"""Databases of made-up reports: a folder for each size on SQLite, a database for each size on a PostgreSQL server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
SEED = 20_261


def environment_for(size: int, folder: Path, server: str) -> dict[str, str]:
    """The environment of an installation with so many reports; `server` is a PostgreSQL address, or empty."""
    data = folder / (f"{size}-postgresql" if server else str(size))
    data.mkdir(parents=True, exist_ok=True)
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("BESA_")},
        "BESA_DATA": str(data),
        "BESA_DATABASE": urlsplit(server)._replace(path=f"/{_name(size)}").geturl() if server else "",
        "BESA_DEMO": "0",
        "BESA_MAP_TILES": "",
        "DJANGO_SETTINGS_MODULE": "dev.bench.settings",
    }


def fill(size: int, environment: dict[str, str], server: str) -> None:
    """Generate the reports where they are missing; a database that was left half full is made anew."""
    filled = _postgresql_is_filled(size, server) if server else _stamp(size, environment).exists()
    if not filled:
        _empty(size, environment, server)
    run(["manage.py", "prepare", "--no-demo"], environment)
    if not filled:
        print(f"Generating {size:,} reports …", file=sys.stderr)
        run(["manage.py", "generate_reports", str(size), f"--seed={SEED}"], environment)
        _stamp(size, environment).touch()


def run(command: list[str], environment: dict[str, str]) -> None:
    """Python with its words on the error output."""
    subprocess.run([sys.executable, *command], env=environment, cwd=ROOT, check=True, stdout=sys.stderr)


def _name(size: int) -> str:
    return f"besa_bench_{size}"


def _stamp(size: int, environment: dict[str, str]) -> Path:
    return Path(environment["BESA_DATA"]) / f"filled-{size}-{SEED}"


def _postgresql_is_filled(size: int, server: str) -> bool:
    try:
        with psycopg.connect(server, dbname=_name(size)) as connection:
            found = connection.execute("SELECT COUNT(*) >= %s FROM reports_report", [size]).fetchone()
            return bool(found and found[0])
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable):
        return False


def _empty(size: int, environment: dict[str, str], server: str) -> None:
    if not server:
        for file in Path(environment["BESA_DATA"]).glob("besa.sqlite3*"):
            file.unlink()
        return
    name = sql.Identifier(_name(size))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
