"""How many reports each view holds, in one statement that is written once and asked again with other values.

Django takes longer to write the nine counts than the database to answer them. So they are written once for each
kind of scope, with values that nothing else has, and these are exchanged for those of the request.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection

from besa.desk.builtin_views import SILENCE, Moment, views_for
from besa.desk.scopes import Scope
from besa.people.models import Department
from besa.places.models import Municipality

#: counting stops here: "999+" is as good as 48,211
COUNT_LIMIT = 1_000
#: stands for the request's values while the statement is written
_SIGN = Moment(
    now=datetime(1971, 1, 11, 1, 2, 3, tzinfo=UTC),
    day_ends=datetime(1972, 2, 22, 1, 2, 3, tzinfo=UTC),
    reader=-101,
    municipality=-102,
    department=-103,
)


def count_views(scope: Scope, moment: Moment) -> dict[str, int]:
    """By view, how many reports it holds, COUNT_LIMIT at most. One query."""
    statement, values = _statement(scope.department is not None, COUNT_LIMIT, connection.vendor)
    actual = dict(zip(_adapted(_SIGN), _adapted(moment), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(statement, [actual.get(value, value) for value in values])
        keys = (view.key for view in views_for(scope.department) if view.counted)
        return dict(zip(keys, cursor.fetchone(), strict=True))


@lru_cache(maxsize=8)
def _statement(in_department: bool, limit: int, vendor: str) -> tuple[str, list[Any]]:
    """The statement for who works for a department or for all, with the signs among its values."""
    department = Department(pk=_SIGN.department) if in_department else None
    scope = Scope(Municipality(pk=_SIGN.municipality), department)
    parts = []
    for view in views_for(department):
        if view.counted:
            # In its own order a view reads its own index; left to choose, SQLite takes a longer way.
            rows = view.narrow(scope.reports(), _SIGN).order_by(*view.order).values("pk")[:limit]
            parts.append(rows.query.sql_with_params())
    counted = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS waiting)" for sql, _ in parts)
    return f"SELECT {counted}", [value for _, values in parts for value in values]


def _adapted(moment: Moment) -> list[Any]:
    """The values of a moment as the database gets them, always in the same order."""
    ago: timedelta = SILENCE
    times = (moment.now, moment.day_ends, moment.now - ago)
    return [
        *(connection.ops.adapt_datetimefield_value(at) for at in times),
        moment.reader,
        moment.municipality,
        moment.department,
    ]
