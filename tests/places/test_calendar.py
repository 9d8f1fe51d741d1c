"""Working days of Kosovo and Albania, with a municipality's own days."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from besa.places.calendar import add_working_days, is_working_day, today_in
from besa.places.models import Holiday, Municipality
from tests.factories.places import make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def peja() -> Municipality:
    return make_municipality("peja")


@pytest.fixture
def kukes() -> Municipality:
    return make_municipality("kukes", country="AL", time_zone="Europe/Tirane")


def test_weekends_are_not_working_days(peja: Municipality) -> None:
    assert is_working_day(peja, date(2026, 11, 20))  # a Friday
    assert not is_working_day(peja, date(2026, 11, 21))
    assert not is_working_day(peja, date(2026, 11, 22))


def test_each_country_has_its_own_holidays(peja: Municipality, kukes: Municipality) -> None:
    independence_of_kosovo, day_of_youth = date(2026, 2, 17), date(2026, 12, 8)
    assert not is_working_day(peja, independence_of_kosovo)
    assert is_working_day(kukes, independence_of_kosovo)
    assert is_working_day(peja, day_of_youth)
    assert not is_working_day(kukes, day_of_youth)


def test_a_municipality_closes_on_a_day_of_its_own(peja: Municipality, kukes: Municipality) -> None:
    Holiday.objects.create(municipality=peja, day=date(2026, 11, 18))
    assert not is_working_day(peja, date(2026, 11, 18))
    assert is_working_day(kukes, date(2026, 11, 18))


def test_a_municipality_opens_on_a_public_holiday(peja: Municipality) -> None:
    Holiday.objects.create(municipality=peja, day=date(2026, 2, 17), works=True)
    assert is_working_day(peja, date(2026, 2, 17))


def test_working_days_are_counted_after_the_start(peja: Municipality) -> None:
    friday = date(2026, 11, 20)
    assert add_working_days(peja, friday, 0) == friday
    assert add_working_days(peja, friday, 1) == date(2026, 11, 23)
    assert add_working_days(peja, date(2026, 11, 21), 1) == date(2026, 11, 23)
    assert add_working_days(peja, friday, 5) == date(2026, 11, 27)


def test_holidays_and_own_days_are_jumped(kukes: Municipality) -> None:
    # 28 and 29 November 2026 fall on a weekend, so Monday and Tuesday are off instead.
    assert add_working_days(kukes, date(2026, 11, 27), 1) == date(2026, 12, 2)
    Holiday.objects.create(municipality=kukes, day=date(2026, 12, 2))
    loaded_again = Municipality.objects.get(pk=kukes.pk)
    assert add_working_days(loaded_again, date(2026, 11, 27), 1) == date(2026, 12, 3)


def test_a_moment_keeps_its_time_of_day_over_the_change_of_clocks(peja: Municipality) -> None:
    friday_noon_summer = datetime(2026, 10, 23, 10, 0, tzinfo=UTC)  # 12:00 by the municipality's clock
    due = add_working_days(peja, friday_noon_summer, 1)
    assert due.astimezone(UTC) == datetime(2026, 10, 26, 11, 0, tzinfo=UTC)
    assert due.hour == 12


def test_the_day_of_a_late_evening_is_the_local_one(peja: Municipality) -> None:
    friday_for_utc = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # Saturday 00:30 in Peja
    assert add_working_days(peja, friday_for_utc, 1).date() == date(2026, 11, 23)
    with time_machine.travel(friday_for_utc):
        assert today_in(peja) == date(2026, 11, 21)


@pytest.mark.parametrize("n", [-1, 2_001])
def test_nonsense_numbers_are_refused(peja: Municipality, n: int) -> None:
    with pytest.raises(ValueError, match="working days"):
        add_working_days(peja, date(2026, 1, 1), n)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.dates(date(2020, 1, 1), date(2030, 12, 31)), n=st.integers(1, 30))
def test_the_nth_working_day_has_n_working_days_up_to_it(peja: Municipality, start: date, n: int) -> None:
    end = add_working_days(peja, start, n)
    days = (date.fromordinal(day) for day in range(start.toordinal() + 1, end.toordinal() + 1))
    assert sum(is_working_day(peja, day) for day in days) == n
    assert is_working_day(peja, end)
