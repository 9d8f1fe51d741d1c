"""Keeping the counts of days: there after every migration, and few rows for each day."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from besa.reports import day_counts
from besa.reports.models import DayCount, Report

#: days that are added up in one transaction, which nobody else may write during on SQLite
_AT_ONCE = 500

_NOTED_TWICE = """
    SELECT municipality, kind, day, MAX(id) FROM reports_daycount
    GROUP BY municipality, kind, day HAVING COUNT(*) > 1 OR SUM(n) = 0"""
_TAKE = (
    "DELETE FROM reports_daycount WHERE municipality = %s AND kind = %s AND day = %s AND id <= %s RETURNING n"
)
_PUT = "INSERT INTO reports_daycount (municipality, kind, day, n) VALUES (%s, %s, %s, %s)"


def install_day_counts(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the triggers; where they were missing, or all reports were deleted with them in place, count anew.

    Does nothing for a database that was taken back to a time before there were such counts.
    """
    if DayCount._meta.db_table not in connections[using].introspection.table_names():
        return
    with transaction.atomic(using=using):
        emptied = not Report.objects.using(using).exists() and DayCount.objects.using(using).exists()
        if day_counts.install(using) or emptied:
            day_counts.count_all(using)


def add_up_day_counts() -> int:
    """Make one row of all notes of a day; how many days had several.

    What is noted meanwhile stays as it is. Only what is deleted here is added up, so two workers may do it at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NOTED_TWICE)
        noted = cursor.fetchall()
    for start in range(0, len(noted), _AT_ONCE):
        with transaction.atomic(), connection.cursor() as cursor:
            for municipality, kind, day, last in noted[start : start + _AT_ONCE]:
                cursor.execute(_TAKE, [municipality, kind, day, last])
                if n := sum(row[0] for row in cursor.fetchall()):
                    cursor.execute(_PUT, [municipality, kind, day, n])
    return len(noted)
