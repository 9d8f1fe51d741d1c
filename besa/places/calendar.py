"""Working days of a municipality: Monday to Friday, without public holidays and its own days off.

Public holidays come from the `holidays` package; the days of moon-dated feasts are estimates until the year
comes, so that a `Holiday` row may add a day off or (`works`) open the offices on one.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import overload
from zoneinfo import ZoneInfo

import holidays
from django.utils import timezone

from besa.places.gazetteer import gazetteer
from besa.places.models import Municipality

SATURDAY = 5
_MOST_DAYS = 2_000


@lru_cache(maxsize=64)
def _public_holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


def is_working_day(municipality: Municipality, day: date) -> bool:
    """Whether the municipality's offices are open on a day."""
    return _is_working(municipality.country, day, _own_days(municipality).get(day))


def _own_days(municipality: Municipality) -> dict[date, bool]:
    """Days that differ from the country's, and whether offices are open on them."""
    return gazetteer().own_days.get(municipality.pk, {})


def _is_working(country: str, day: date, own: bool | None) -> bool:
    if own is not None:
        return own
    return day.weekday() < SATURDAY and day not in _public_holidays(country, day.year)


@overload
def add_working_days(municipality: Municipality, start: datetime, n: int) -> datetime:
    """From a moment to a moment."""


@overload
def add_working_days(municipality: Municipality, start: date, n: int) -> date:
    """From a day to a day."""


def add_working_days(municipality: Municipality, start: date, n: int) -> date:
    """The n-th working day after a day; the day itself does not count.

    For an aware moment: the same time of day, by the municipality's clock, on that working day.
    ValueError for a negative n or one beyond 2,000 days.
    """
    if not 0 <= n <= _MOST_DAYS:
        raise ValueError(f"between 0 and {_MOST_DAYS} working days, not {n}")
    if isinstance(start, datetime):
        local = start.astimezone(zone_of(municipality))
        day = _nth_working_day(municipality, local.date(), n)
        return datetime.combine(day, local.time(), tzinfo=local.tzinfo)
    return _nth_working_day(municipality, start, n)


def _nth_working_day(municipality: Municipality, day: date, n: int) -> date:
    own = _own_days(municipality)
    while n:
        day += timedelta(days=1)
        n -= _is_working(municipality.country, day, own.get(day))
    return day


def zone_of(municipality: Municipality) -> ZoneInfo:
    """The municipality's time zone."""
    return ZoneInfo(municipality.time_zone)


def today_in(municipality: Municipality) -> date:
    """The date that the municipality's clock shows."""
    return timezone.localdate(timezone=zone_of(municipality))
