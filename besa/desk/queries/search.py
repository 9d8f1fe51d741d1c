"""Finding reports on the desk by number, words, address or the reporter's mail, public or not.

The full text index holds public reports only, because whatever it holds can be found by everybody. The others are
few in a municipality; the newest of them are read and folded here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Concat

from besa.core.counting import Written, write_rows
from besa.core.folding import fold, fold_all
from besa.desk.filters import SHORTEST_SEARCH, DeskFilters
from besa.desk.scopes import Scope
from besa.people.models import Department, User
from besa.places.models import Municipality
from besa.reports.models import Report, SearchText
from besa.reports.models.report import Visibility
from besa.reports.search import find_few

#: with more public matches than this the words are common: the view is walked in its order until a page is full
RARE = 2_000
#: how many of the newest reports that are not public are looked through
_NOT_PUBLIC_READ = 500
_NOT_PUBLIC = (
    Visibility.AWAITING_MODERATION,
    Visibility.PRIVATE,
    Visibility.HIDDEN,
    Visibility.PRACTICE,
)
#: the index has beginnings of words from this length on
_PREFIX = 3


def narrow_by_search(
    found: QuerySet[Report], filters: DeskFilters, scope: Scope, *, sees_mail: bool
) -> QuerySet[Report]:
    """Those of `found` that a search means; all of them when nothing is searched for. At most three queries."""
    if filters.number is not None:
        return found.filter(pk=filters.number)
    if filters.mail:
        return found.filter(reporter__email__in={filters.mail, filters.search}) if sees_mail else found.none()
    words = fold(filters.search).split()
    if len("".join(words)) < SHORTEST_SEARCH:
        return found
    hidden = _not_public(scope, words)
    public = find_few(" ".join(words), most=RARE, municipality_id=scope.municipality.pk)
    if public is not None:
        return found.filter(pk__in=[*public, *hidden])
    walked = found.alias(has_words=Subquery(_whether_it_has(words)))
    return walked.filter(Q(pk__in=hidden) | Q(has_words=True))


def _whether_it_has(words: list[str]) -> QuerySet[SearchText, Any]:
    """Whether the outer report's search text has all the words; the last may be unfinished.

    A value and no EXISTS: PostgreSQL would join that first, by reading the text of every report there is.
    """
    rows = SearchText.objects.filter(report_id=OuterRef("pk"))
    rows = rows.alias(padded=Concat(Value(" "), F("words"), Value(" "), output_field=TextField()))
    *whole, last = words
    has = Q(padded__contains=f" {last}" if len(last) >= _PREFIX else f" {last} ")
    for word in whole:
        has &= Q(padded__contains=f" {word} ")
    return rows.values(has=ExpressionWrapper(has, output_field=BooleanField()))


def _not_public(scope: Scope, words: list[str]) -> list[int]:
    """Numbers of reports that only officials see and that have all the words."""
    departments = {_DEPARTMENTS - n: one.pk for n, one in enumerate(scope.departments)}
    meant = {_MUNICIPALITY: scope.municipality.pk, _TRAINEE: scope.trainee and scope.trainee.pk}
    written = _written(len(departments), scope.trainee is not None, connection.vendor)
    found = written.rows(meant | departments)
    newest = sorted(found, reverse=True)[:_NOT_PUBLIC_READ]
    texts = fold_all(f"{text} {address}" for _at, _pk, text, address in newest)
    *whole, last = words
    return [row[1] for row, text in zip(newest, texts, strict=True) if _has(f" {text} ", whole, last)]


#: stand for the keys of a scope while the statement is written; departments from the last one downwards
_MUNICIPALITY, _TRAINEE, _DEPARTMENTS = -101, -102, -103


@lru_cache(maxsize=16)
def _written(number: int, practising: bool, vendor: str) -> Written:
    """The statement for who works for a number of departments or for all (0), or practises."""
    departments = tuple(Department(pk=_DEPARTMENTS - n) for n in range(number))
    scope = Scope(Municipality(pk=_MUNICIPALITY), departments, User(pk=_TRAINEE) if practising else None)
    first, *others = (_newest(scope, visibility).values("pk") for visibility in _NOT_PUBLIC)
    return write_rows("created_at, id, text, address", first.union(*others, all=True))


def _newest(scope: Scope, visibility: Visibility) -> QuerySet[Report]:
    """The newest reports of one visibility, to which the index leads straight.

    For those of several, SQLite walks through all reports of the municipality in the order of time, and nearly all of
    them are public. As a part of a union it may have no limit of its own, hence the second pair of brackets.
    """
    rows = scope.reports().filter(visibility=visibility).order_by("-created_at")
    return Report.objects.filter(pk__in=rows.values("pk")[:_NOT_PUBLIC_READ])


def _has(padded: str, whole: list[str], last: str) -> bool:
    return f" {last}" in padded and all(f" {word} " in padded for word in whole)
