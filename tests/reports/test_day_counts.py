"""What is due on each day is counted by every write, whatever its path, and the board counts nothing twice."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F, Q, Sum
from django.utils import timezone

from besa.reports import day_counts
from besa.reports.models import DayCount, Report
from besa.reports.models.report import STATES, State
from besa.reports.queries.board import MONTH, QUARTER, board_of
from besa.reports.services.builtin import load_builtin_categories
from besa.reports.services.day_counts import add_up_day_counts, install_day_counts
from besa.reports.services.synthetic import generate_reports
from tests.factories.places import bound, make_place, square
from tests.factories.public import make_municipality, make_report

pytestmark = pytest.mark.django_db
_DAY = dt.timedelta(days=1)
_HOURS = tuple(range(-24 * 95, 24 * 5, 5))


def _sums() -> dict[tuple[Any, ...], int]:
    rows = DayCount.objects.values_list("municipality", "kind", "day").annotate(sum=Sum("n")).order_by()
    return {tuple(key): n for *key, n in rows if n}


def _assert_as_counted_anew() -> None:
    kept = _sums()
    with transaction.atomic():
        day_counts.count_all()
    assert kept == _sums()


def _numbers(municipality: int) -> tuple[int, ...]:
    board = board_of(municipality)
    return (
        board.late_answer, board.late_repair, board.fixed_of_late, board.confirmed_of_late, board.answers_due,
        board.answered_in_time,
    )  # fmt: skip


def _by_reading_all(municipality: int, now: dt.datetime) -> tuple[int, ...]:
    public = Report.objects.filter(municipality=municipality, visibility="public")
    fixed = public.filter(state=State.FIXED, closed_at__gte=now - MONTH * _DAY)
    due = public.filter(response_due_at__range=(now - QUARTER * _DAY, now))
    owed = Q(responded_at__isnull=False) | ~Q(state__in=(State.WITHDRAWN, State.DUPLICATE))
    asked = (
        public.filter(response_due_at__lt=now, responded_at=None, closed_at=None),
        public.filter(fix_due_at__lt=now, closed_at=None),
        fixed,
        fixed.filter(confirmed_fixed=True),
        due.filter(owed),
        due.filter(responded_at__lte=F("response_due_at")),
    )
    return tuple(found.count() for found in asked)


def _some_values(chance: random.Random, now: dt.datetime, towns: list[int]) -> dict[str, Any]:
    def moment() -> dt.datetime | None:
        return chance.choice([None, now, *(now + hours * _DAY / 24 for hours in chance.sample(_HOURS, 5))])

    return {
        "municipality_id": chance.choice(towns),
        "state": chance.choice(STATES),
        "visibility": chance.choice(["public", "public", "public", "hidden", "erased"]),
        "response_due_at": moment(),
        "fix_due_at": moment(),
        "responded_at": moment(),
        "closed_at": moment(),
        "confirmed_fixed": chance.choice([None, True, False]),
    }


def test_any_writes_leave_the_board_as_if_all_reports_were_read(time_machine: Any) -> None:
    now = dt.datetime(2026, 3, 29, 23, 40, tzinfo=dt.UTC)  # another day by legal time
    time_machine.move_to(now, tick=False)
    towns, chance = [make_municipality().pk, make_municipality("prizren").pk], random.Random(7)
    reports = [make_report().pk for _ in range(40)]
    for step in range(160):
        pk, values = chance.choice(reports), _some_values(chance, now, towns)
        if step % 23 == 22:
            Report.objects.filter(pk=reports.pop()).delete()
        elif step % 3:
            Report.objects.filter(pk=pk).update(
                **dict(chance.sample(sorted(values.items()), chance.choice((1, 3))))
            )
        else:
            Report.objects.filter(pk__in=chance.sample(reports, 3)).update(**values)
        if step % 40 == 39:
            add_up_day_counts()
    for days in (0, 1, 31):
        time_machine.move_to(now + days * _DAY, tick=False)
        for town in towns:
            assert _numbers(town) == _by_reading_all(town, timezone.now())
    _assert_as_counted_anew()


def test_added_up_days_have_one_row_and_say_the_same() -> None:
    for _ in range(3):
        make_report()
    Report.objects.update(closed_at=timezone.now(), state=State.DECLINED)
    before = _sums()
    assert DayCount.objects.count() > len(before)
    assert add_up_day_counts()
    assert (_sums(), DayCount.objects.count()) == (before, len(before))
    assert add_up_day_counts() == 0


def test_reports_that_come_together_are_counted_and_so_are_their_later_changes() -> None:
    load_builtin_categories()
    here = make_municipality(lat=42.51, lon=21.01)
    bound(here, square(21.0, 42.5))
    make_place(here, "one", 42.51, 21.01)
    make_report()
    list(generate_reports(n=200, seed=1))
    assert _sums()
    Report.objects.filter(responded_at=None).update(responded_at=timezone.now())
    make_report()
    _assert_as_counted_anew()


def test_triggers_that_a_migration_lost_come_back_with_right_counts() -> None:
    make_report()
    on = "" if connection.vendor == "sqlite" else "_together ON reports_report"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER reports_day_count_changed{on}")
    Report.objects.update(response_due_at=timezone.now() + 7 * _DAY)
    install_day_counts()
    Report.objects.update(fix_due_at=timezone.now() + 8 * _DAY)
    _assert_as_counted_anew()
