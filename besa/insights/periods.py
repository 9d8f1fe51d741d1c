"""Periods and as-of dates: days by the municipality's own clock, from midnight to midnight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from besa.insights.columns import moment_of, seconds_of

#: periods by key, in days back from the as-of date, that day included; None is all time
PERIODS: dict[str, int | None] = {"30d": 30, "90d": 90, "365d": 365, "all": None}
USUAL = "365d"
#: no municipality has taken reports before; also what `date` can be asked for
EARLIEST = date(2001, 1, 1)


@dataclass(frozen=True)
class AsOf:
    """Up to when something is counted: the end of `day`, or of this second when that day is not over.

    What happened before `moment` counts.
    """

    day: date
    moment: datetime

    @property
    def seconds(self) -> int:
        """The first second that does not count, as the columns keep time."""
        return seconds_of(self.moment)


def as_of_day(day: date | None, zone: ZoneInfo, now: datetime | None = None) -> AsOf:
    """As of the end of a day; today, or without a day, as of now. A day to come is today."""
    now = now or timezone.now()
    today = now.astimezone(zone).date()
    if day is None or day >= today:
        return AsOf(today, now.replace(microsecond=0) + timedelta(seconds=1))
    return AsOf(day, start_of(day + timedelta(days=1), zone))


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Midnight at which a day begins."""
    return datetime.combine(day, time(), tzinfo=zone)


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included; `since` None is from the beginning."""

    since: date | None
    until: date

    def bounds(self, zone: ZoneInfo) -> tuple[int, int]:
        """First second that counts and first that does not, as the columns keep time."""
        since = seconds_of(start_of(self.since, zone)) if self.since else -(2**31)
        return since, seconds_of(start_of(self.until + timedelta(days=1), zone))


def period_of(key: str, day: date) -> Period:
    """The period of a key that ends with a day; KeyError for an unknown one."""
    days = PERIODS[key]
    return Period(None if days is None else max(EARLIEST, day - timedelta(days=days - 1)), day)


@dataclass(frozen=True)
class Steps:
    """A period cut into weeks (Monday to Sunday) or months: the first day of each, and where each begins."""

    unit: str
    days: tuple[date, ...]
    seconds: tuple[int, ...]


#: a period of at most so many days is shown by weeks
_MOST_DAYS_BY_WEEK = 100


def steps_of(since: date, until: date, zone: ZoneInfo) -> Steps:
    """The weeks or months that a period touches. A first or last one may lie in the period only in part."""
    by_week = (until - since).days <= _MOST_DAYS_BY_WEEK
    day = since - timedelta(days=since.weekday()) if by_week else since.replace(day=1)
    days = []
    while day <= until:
        days.append(day)
        day = day + timedelta(days=7) if by_week else (day + timedelta(days=32)).replace(day=1)
    return Steps(
        unit="week" if by_week else "month",
        days=tuple(days),
        seconds=tuple(seconds_of(start_of(day, zone)) for day in days),
    )


def day_of(seconds: int, zone: ZoneInfo) -> date:
    """The day, by a zone's clock, of a number in the columns."""
    return moment_of(seconds).astimezone(zone).date()
