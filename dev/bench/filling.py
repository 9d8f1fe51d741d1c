"""Databases of made-up reports and pledges: a folder for each size on SQLite, a database for each size on a PostgreSQL server."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
SEED = 20_261


@dataclass(frozen=True)
class Stock:
    """What an installation is filled with: so many reports, and so many pledges with ten times as much evidence."""

    reports: int
    pledges: int = 0

    @property
    def size(self) -> int:
        """By what it differs from others."""
        return self.pledges or self.reports

    @property
    def name(self) -> str:
        """Of its folder and its database."""
        return f"pledges_{self.pledges}" if self.pledges else str(self.reports)

    def __str__(self) -> str:
        return f"{self.size:,} {'pledges' if self.pledges else 'reports'}"


def environment_for(stock: Stock, folder: Path, server: str) -> dict[str, str]:
    """The environment of an installation that is filled so; `server` is a PostgreSQL address, or empty."""
    data = folder / (f"{stock.name}-postgresql" if server else stock.name)
    data.mkdir(parents=True, exist_ok=True)
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("BESA_")},
        "BESA_DATA": str(data),
        "BESA_DATABASE": urlsplit(server)._replace(path=f"/{_name(stock)}").geturl() if server else "",
        "BESA_DEMO": "0",
        "BESA_MAP_TILES": "",
        "DJANGO_SETTINGS_MODULE": "dev.bench.settings",
    }


def fill(stock: Stock, environment: dict[str, str], server: str) -> None:
    """Generate what is missing; a database that was left half full is made anew."""
    filled = _postgresql_is_filled(stock, server) if server else _stamp(stock, environment).exists()
    if not filled:
        _empty(stock, environment, server)
    run(["manage.py", "prepare", "--no-demo"], environment)
    if not filled:
        print(f"Generating {stock} …", file=sys.stderr)
        run(["manage.py", "generate_reports", str(stock.reports), f"--seed={SEED}"], environment)
        if stock.pledges:
            run(["manage.py", "generate_pledges", str(stock.pledges), f"--seed={SEED}"], environment)
        _stamp(stock, environment).touch()


def run(command: list[str], environment: dict[str, str]) -> None:
    """Python with its words on the error output."""
    subprocess.run([sys.executable, *command], env=environment, cwd=ROOT, check=True, stdout=sys.stderr)


def _name(stock: Stock) -> str:
    return f"besa_bench_{stock.name}"


def _stamp(stock: Stock, environment: dict[str, str]) -> Path:
    return Path(environment["BESA_DATA"]) / f"filled-{stock.size}-{SEED}"


def _postgresql_is_filled(stock: Stock, server: str) -> bool:
    wanted = (
        "SELECT (SELECT COUNT(*) FROM reports_report) >= %s AND (SELECT COUNT(*) FROM pledges_pledge) >= %s"
    )
    try:
        with psycopg.connect(server, dbname=_name(stock)) as connection:
            found = connection.execute(wanted, [stock.reports, stock.pledges]).fetchone()
            return bool(found and found[0])
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable):
        return False


def _empty(stock: Stock, environment: dict[str, str], server: str) -> None:
    if not server:
        for file in Path(environment["BESA_DATA"]).glob("besa.sqlite3*"):
            file.unlink()
        return
    name = sql.Identifier(_name(stock))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
