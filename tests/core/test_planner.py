"""The database is told how its values are spread: after migrations, after imports, once a day."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from besa.core.planner import refresh_statistics
from besa.core.schedules import SCHEDULES
from besa.reports.services.builtin import load_builtin_categories
from besa.reports.services.synthetic import generate_reports
from tests.factories.places import bound, make_municipality, make_place, square

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL learns by itself"),
]


def _known() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        return {row[0] for row in cursor.fetchall()}


def _forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # makes the table that holds what is known
        cursor.execute("DELETE FROM sqlite_stat1")


def test_many_new_reports_are_known_at_once() -> None:
    _forget()
    load_builtin_categories()
    here = make_municipality("here", active=True)
    bound(here, square(21.0, 42.5))
    make_place(here, "one", 42.51, 21.01)
    list(generate_reports(n=50, seed=1))
    assert "reports_report" in _known()


def test_a_table_made_anew_is_known_after_the_migration() -> None:
    make_municipality("here")
    call_command("migrate", "api", "zero", verbosity=0)  # a table on which no other stands
    _forget()
    call_command("migrate", verbosity=0)
    assert "places_municipality" in _known()


def test_it_is_done_regularly() -> None:
    regular = next(one for one in SCHEDULES if one.name == "core.statistics")
    assert regular.function == f"{refresh_statistics.__module__}.{refresh_statistics.__name__}"


def test_index_by_index_it_learns_what_it_would_learn_at_once() -> None:
    load_builtin_categories()
    here = make_municipality("here", active=True)
    bound(here, square(21.0, 42.5))
    make_place(here, "one", 42.51, 21.01)
    list(generate_reports(n=50, seed=1))
    at_once = _rows_after_analyze()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1")
    refresh_statistics()
    assert _rows() == at_once


def _rows_after_analyze() -> set[tuple[str, str | None, str]]:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return _rows()


def _rows() -> set[tuple[str, str | None, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl, idx, stat FROM sqlite_stat1")
        return set(cursor.fetchall())
