"""How many reports each view holds, and what else the desk tells by a number, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from besa.core.counting import Counts, write_counts
from besa.desk.builtin_views import SILENCE, Moment, views_for
from besa.desk.queries.bulk import TOLD_FOR, told_bulk_acts
from besa.desk.queries.colleagues import unread_mentions
from besa.desk.scopes import Scope
from besa.people.models import Department, User
from besa.places.models import Municipality

#: counting stops here: "999+" is as good as 48,211
COUNT_LIMIT = 1_000


def _sign(departments: int) -> Moment:
    """Stands for the request's values while the statement is written."""
    return Moment(
        now=datetime(1971, 1, 11, 1, 2, 3, tzinfo=UTC),
        day_ends=datetime(1972, 2, 22, 1, 2, 3, tzinfo=UTC),
        reader=-101,
        municipality=-102,
        departments=tuple(-103 - number for number in range(departments)),
    )


@dataclass(frozen=True)
class DeskCounts:
    """By view, how many reports it holds, COUNT_LIMIT at most; the reader's unread mentions and bulk acts there."""

    views: dict[str, int]
    mentions: int
    bulks: int


def count_desk(scope: Scope, moment: Moment) -> DeskCounts:
    """All numbers of the desk's first page. One query."""
    number = len(scope.departments)
    written = _written(number, scope.trainee is not None, COUNT_LIMIT, connection.vendor)
    *views, mentions, bulks = written.ask(dict(zip(_values(_sign(number)), _values(moment), strict=True)))
    keys = (view.key for view in views_for(scope.departments) if view.counted)
    return DeskCounts(dict(zip(keys, views, strict=True)), mentions, bulks)


@lru_cache(maxsize=16)
def _written(number: int, practising: bool, limit: int, vendor: str) -> Counts:
    """The statement for who works for a number of departments or for all (0), or practises, with signs as values."""
    sign = _sign(number)
    departments, reader = tuple(Department(pk=pk) for pk in sign.departments), User(pk=sign.reader)
    scope = Scope(Municipality(pk=sign.municipality), departments, reader if practising else None)
    counted: list[QuerySet[Any]] = [
        view.narrow(scope.reports(), sign).order_by(*view.order_to_count)
        for view in views_for(departments)
        if view.counted
    ]
    counted += [unread_mentions(reader, scope), told_bulk_acts(reader, scope, sign.now)]
    return write_counts(rows[:limit] for rows in counted)


def _values(moment: Moment) -> list[Any]:
    """The values of a moment in the statement, always in the same order."""
    times = (moment.now, moment.day_ends, moment.now - SILENCE, moment.now - TOLD_FOR)
    return [*times, moment.reader, moment.municipality, *moment.departments]
