"""Moments in plain SQL: as the database keeps them, and as it gives them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection


def stored(moment: dt.datetime) -> Any:
    """A moment as this database keeps it; plain SQL on SQLite would compare texts of another shape."""
    return connection.ops.adapt_datetimefield_value(moment)


def read(value: Any) -> dt.datetime:
    """A moment as plain SQL gives it: on SQLite a text without a time zone, which is UTC."""
    at = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
