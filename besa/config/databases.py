"""The database: SQLite in the data folder unless a PostgreSQL address is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def database_from(address: str, data: Path) -> dict[str, Any]:
    """Django's DATABASES entry for an address; ImproperlyConfigured for a scheme other than postgresql."""
    if not address:
        return _sqlite(data)
    if urlsplit(address).scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("BESA_DATABASE must start with postgresql://, or be empty for SQLite.")
    return _postgresql(address)


def _sqlite(data: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / "besa.sqlite3",
        "CONN_MAX_AGE": None,  # opening a connection costs as much as a one-query view
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # a writer waits at BEGIN instead of failing half way
            "timeout": 20,
            # FULL: with NORMAL a power cut loses rows already acknowledged to a citizen.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
            "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;",
        },
        "TEST": {"NAME": data / "test.sqlite3"},
    }


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    netloc = parts.netloc.rsplit("@", 1)[-1]
    # Several hosts may be given, as libpq allows: host1:5432,host2:5432.
    hosts = [host.partition(":") for host in netloc.split(",")]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": ",".join(host for host, _, _ in hosts),
        "PORT": ",".join(port or "5432" for _, _, port in hosts) if netloc else "",
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "DISABLE_SERVER_SIDE_CURSORS": True,  # pgbouncer in transaction mode
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
            "options": "-c statement_timeout=30000",
            "tcp_user_timeout": 20_000,
            "target_session_attrs": "read-write",
            **dict(parse_qsl(parts.query)),
        },
    }
