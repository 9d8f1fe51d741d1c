"""Statements that are written once and asked again with other values: several counts in one, or rows.

Django takes longer to write such a statement than the database to answer it. So it is written with values that
nothing else has, the signs, and for each request these are exchanged for those that are meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from besa.core.moments import stored


@dataclass(frozen=True)
class Written:
    """The statement, with the signs among its values."""

    sql: str
    values: tuple[Any, ...]

    def rows(self, meant: Mapping[Any, Any]) -> list[tuple[Any, ...]]:
        """What the database answers. One query. `meant` has a value for each sign."""
        exchanged = {_adapted(sign): _adapted(value) for sign, value in meant.items()}
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [exchanged.get(value, value) for value in self.values])
            return list(cursor.fetchall())


class Counts(Written):
    """A statement of several counts."""

    def ask(self, meant: Mapping[Any, Any]) -> tuple[int, ...]:
        """The numbers, in the order in which they were written."""
        return self.rows(meant)[0]


def write_counts(counted: Iterable[QuerySet[Any]]) -> Counts:
    """How many rows each has; a queryset that ends after some rows is counted up to there."""
    parts = [rows.values("pk").query.sql_with_params() for rows in counted]
    numbers = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS counted)" for sql, _ in parts)
    return Counts(f"SELECT {numbers}", tuple(value for _, values in parts for value in values))


def write_rows(columns: str, among: QuerySet[Any]) -> Written:
    """Some columns of the rows of a table whose ids a queryset has."""
    sql, values = among.values("pk").query.sql_with_params()
    return Written(f"SELECT {columns} FROM {among.model._meta.db_table} WHERE id IN ({sql})", values)


def _adapted(value: Any) -> Any:
    """A value as the database gets it."""
    return stored(value) if isinstance(value, datetime) else value
