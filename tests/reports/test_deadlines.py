"""By when an answer and a repair are due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from besa.places.calendar import COMMON_WEEK, Calendar
from besa.places.models import Holiday
from besa.reports.deadlines import Terms, deadlines_for, is_answer_late, is_late, is_repair_late, late
from besa.reports.deadlines.counting import Due, moved_by
from besa.reports.deadlines.promises import COMMON_FIX, COMMON_RESPONSE
from besa.reports.models import Report, Unit
from besa.reports.models.report import State
from besa.reports.services.promising import set_working_week
from tests.factories.clock import promise
from tests.factories.public import make_category, make_municipality, make_report

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Belgrade")


def _at(day: str, hour: int = 10) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=ZONE)


def _due(at: datetime, response: Terms = COMMON_RESPONSE, fix: Terms = COMMON_FIX):
    municipality, category = make_municipality(), make_category()
    promise(municipality, category, response=response, fix=fix)
    return deadlines_for(municipality=municipality, category=category, at=at)


def test_without_a_rule_three_working_days_and_thirty_days() -> None:
    due = _due(_at("2026-09-07"))  # a Monday
    assert due.response_due_at == _at("2026-09-10")
    assert due.fix_due_at == _at("2026-10-07")


def test_weekends_do_not_count() -> None:
    assert _due(_at("2026-09-10")).response_due_at == _at("2026-09-15")  # Thursday to Tuesday
    assert _due(_at("2026-09-12", 23)).response_due_at == _at("2026-09-16", 23)  # Saturday night


def test_holidays_of_the_municipality_do_not_count() -> None:
    Holiday.objects.create(municipality=make_municipality(), day=date(2026, 9, 8))
    assert _due(_at("2026-09-07")).response_due_at == _at("2026-09-11")


def test_hours_run_through_the_night_and_the_weekend() -> None:
    assert _due(_at("2026-09-12", 22), Terms(4, Unit.HOURS)).response_due_at == _at("2026-09-13", 2)


def test_working_hours_run_while_the_offices_are_open() -> None:
    assert _due(_at("2026-09-11", 14), Terms(4, Unit.WORKING_HOURS)).response_due_at == _at("2026-09-14", 10)
    assert _due(_at("2026-09-12", 22), Terms(8, Unit.WORKING_HOURS)).response_due_at == _at("2026-09-14", 16)


def test_working_hours_are_those_of_the_municipality() -> None:
    municipality = make_municipality()
    week = [(600, 720)] * 5 + [None, None]
    set_working_week(municipality=municipality, week=week, role="coordinator", at=_at("2026-09-01"))
    assert _due(_at("2026-09-07", 11), Terms(2, Unit.WORKING_HOURS)).response_due_at == _at("2026-09-08", 11)


def test_a_repair_due_on_a_closed_day_is_due_on_the_next_working_day() -> None:
    assert _due(_at("2026-09-07"), fix=Terms(5, Unit.DAYS)).fix_due_at == _at(
        "2026-09-14"
    )  # Saturday to Monday


def test_the_hour_stays_when_summer_time_ends() -> None:
    due = _due(_at("2026-10-22"), fix=Terms(5, Unit.DAYS))  # clocks go back on the 25th
    assert due.fix_due_at.astimezone(ZONE).hour == 10
    assert due.fix_due_at.astimezone(UTC).hour == 9


def _combinations() -> list[Report]:
    now = timezone.now()
    moments = (None, now - timedelta(hours=1), now + timedelta(hours=1))
    made = []
    for response in moments:
        for fix in moments:
            for responded in (None, now):
                for state in (State.RECEIVED, State.FORWARDED, State.FIXED):
                    made.append(
                        make_report(
                            response_due_at=response,
                            fix_due_at=fix,
                            responded_at=responded,
                            state=state,
                            closed_at=now if state == State.FIXED else None,
                        )
                    )
    return made


def test_the_query_and_the_function_agree_on_what_is_late() -> None:
    reports, now = _combinations(), timezone.now()
    found = set(Report.objects.filter(late(now)).values_list("pk", flat=True))
    assert found == {report.pk for report in reports if is_late(report, now)}
    assert 0 < len(found) < len(reports)


def test_late_means_an_answer_or_a_repair_of_an_open_report() -> None:
    now = timezone.now()
    before, after = now - timedelta(hours=1), now + timedelta(hours=1)
    waiting = make_report(response_due_at=before, fix_due_at=after)
    assert (is_answer_late(waiting, now), is_repair_late(waiting, now), is_late(waiting, now)) == (
        True,
        False,
        True,
    )
    answered = make_report(response_due_at=before, responded_at=before, fix_due_at=after)
    assert not is_late(answered, now)
    closed = make_report(response_due_at=before, fix_due_at=before, closed_at=now, state=State.DECLINED)
    assert not is_late(closed, now)


def test_a_pause_brings_no_date_nearer_whatever_was_declared_meanwhile() -> None:
    """Due on a Saturday, so on Monday; then a Sunday is declared a working day, and the clock stands still for one."""
    zone = ZoneInfo("Europe/Belgrade")
    saturday = datetime(2026, 11, 14, 10, tzinfo=zone)
    given = Due(saturday + timedelta(days=2), saturday)
    works = Calendar("XK", zone, COMMON_WEEK, {date(2026, 11, 15): True})
    after = moved_by(Unit.DAYS, given, timedelta(days=1), works)
    assert after.at == given.at
    assert moved_by(Unit.DAYS, after, timedelta(days=2), works).at == given.at + timedelta(days=1)
