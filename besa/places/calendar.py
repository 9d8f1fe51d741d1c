"""When the offices of a municipality are open: its working week, public holidays, and days of its own.

Public holidays come from `public_days`; the days of moon-dated feasts are estimates until the year
comes, so that a `Holiday` row may add a day off or (`works`) open the offices on one.

A calendar is always the one that was *known at a moment*: a deadline that was promised is not moved by a holiday
that somebody enters afterwards, and can be counted again for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import overload
from zoneinfo import ZoneInfo

from django.utils import timezone

from besa.core.held import Held
from besa.places.models import Holiday, Municipality, WorkingWeek
from besa.places.public_days import public_days

#: opening and closing in minutes after midnight; None for a closed day
Hours = tuple[int, int] | None
#: Monday first: what holds until a municipality says something else
COMMON_WEEK: tuple[Hours, ...] = (*[(8 * 60, 16 * 60)] * 5, None, None)
_MOST_DAYS = 2_000
#: how far ahead an opening is looked for, in days; no deadline is longer, whatever pauses and closed times add
_FURTHEST = 20_000


@dataclass(frozen=True)
class Calendar:
    """When the offices of one municipality are open, as it was known at one moment."""

    country: str
    zone: ZoneInfo
    week: tuple[Hours, ...]
    own_days: Mapping[date, bool]

    def is_working_day(self, day: date) -> bool:
        """Whether the offices are open on a day."""
        own = self.own_days.get(day)
        if own is not None:
            return own
        return self.week[day.weekday()] is not None and day not in public_days(self.country, day.year)

    def is_holiday(self, day: date) -> bool:
        """Whether the offices are closed on a day of the week on which they are usually open."""
        return self.week[day.weekday()] is not None and not self.is_working_day(day)

    def hours_on(self, day: date) -> Hours:
        """Opening and closing on a day. A Saturday that is worked has the hours of the first day of the week."""
        if not self.is_working_day(day):
            return None
        usual = (hours for hours in self.week if hours)
        return self.week[day.weekday()] or next(usual, COMMON_WEEK[0])

    def local(self, moment: datetime) -> datetime:
        """A moment by the municipality's clock."""
        return moment.astimezone(self.zone)

    def nth_working_day(self, day: date, n: int) -> date:
        """The n-th working day after a day; the day itself does not count. ValueError beyond 2,000 days."""
        if not 0 <= n <= _MOST_DAYS:
            raise ValueError(f"between 0 and {_MOST_DAYS} working days, not {n}")
        last = day + timedelta(days=n * 7 + 366)
        while n:
            day += timedelta(days=1)
            n -= self.is_working_day(day)
            if day > last:
                raise ValueError("the offices are hardly ever open")
        return day

    def add_working_days(self, moment: datetime, n: int) -> datetime:
        """The same time of day, by the municipality's clock, on the n-th working day after a moment."""
        local = self.local(moment)
        return datetime.combine(self.nth_working_day(local.date(), n), local.time(), tzinfo=self.zone)

    def shift_working_days(self, moment: datetime, n: int) -> datetime:
        """The same time of day so many working days after a moment, or before it for a negative number."""
        if n >= 0:
            return self.add_working_days(moment, n)
        local = self.local(moment)
        day, first = local.date(), local.date() + timedelta(days=n * 7 - 366)
        while n:
            day -= timedelta(days=1)
            n += self.is_working_day(day)
            if day < first:
                raise ValueError("the offices are hardly ever open")
        return datetime.combine(day, local.time(), tzinfo=self.zone)

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """How long the offices are open between two moments."""
        total = timedelta()
        for opens, closes in self._openings(start, until=end):
            total += max(timedelta(), min(closes, end) - max(opens, start))
        return total

    def add_working_time(self, moment: datetime, amount: timedelta) -> datetime:
        """The moment by which the offices have been open for so long; the moment itself for nothing."""
        if amount <= timedelta():
            return moment
        for opens, closes in self._openings(moment):
            begins = max(opens, moment)
            if closes > begins:
                if amount <= closes - begins:
                    return self.local(begins + amount)
                amount -= closes - begins
        raise ValueError("the offices are hardly ever open")

    def _openings(
        self, start: datetime, until: datetime | None = None
    ) -> Iterator[tuple[datetime, datetime]]:
        """Opening and closing of each working day, from the day of a moment on, in UTC: durations are real ones."""
        day = self.local(start).date()
        last = self.local(until).date() if until else day + timedelta(days=_FURTHEST)
        while day <= last:
            hours = self.hours_on(day)
            if hours:
                yield self._at(day, hours[0]), self._at(day, hours[1])
            day += timedelta(days=1)

    def _at(self, day: date, minutes: int) -> datetime:
        day += timedelta(days=minutes // 1440)
        clock = time(minutes % 1440 // 60, minutes % 60)
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)


@dataclass(frozen=True)
class CalendarHistory:
    """All that a municipality has ever said about its days and hours; each calendar is cut out of it."""

    country: str
    zone: ZoneInfo
    holidays: tuple[Holiday, ...]
    weeks: tuple[WorkingWeek, ...]

    def known_at(self, moment: datetime) -> Calendar:
        """The calendar as it was known at a moment."""
        own = {
            holiday.day: holiday.works
            for holiday in self.holidays
            if holiday.known_from <= moment and (holiday.known_until is None or moment < holiday.known_until)
        }
        weeks = [week for week in self.weeks if week.valid_from <= moment]
        return Calendar(self.country, self.zone, weeks[-1].week if weeks else COMMON_WEEK, own)


@dataclass(frozen=True)
class _Said:
    """The rows of all municipalities, by municipality."""

    holidays: Mapping[int, tuple[Holiday, ...]]
    weeks: Mapping[int, tuple[WorkingWeek, ...]]


def _load(revision: str) -> _Said:
    holidays_of: dict[int, list[Holiday]] = {}
    for holiday in Holiday.objects.order_by("day", "pk"):
        holidays_of.setdefault(holiday.municipality_id, []).append(holiday)
    weeks_of: dict[int, list[WorkingWeek]] = {}
    for week in WorkingWeek.objects.order_by("valid_from"):
        weeks_of.setdefault(week.municipality_id, []).append(week)
    return _Said(
        {pk: tuple(found) for pk, found in holidays_of.items()},
        {pk: tuple(found) for pk, found in weeks_of.items()},
    )


_held = Held("calendars", (Holiday, WorkingWeek), _load)


def calendars_of(municipality: Municipality) -> CalendarHistory:
    """What a municipality has said about its days and hours, from memory."""
    said = _held.current()
    return CalendarHistory(
        municipality.country,
        zone_of(municipality),
        said.holidays.get(municipality.pk, ()),
        said.weeks.get(municipality.pk, ()),
    )


def calendar_of(municipality: Municipality, known_at: datetime | None = None) -> Calendar:
    """The calendar of a municipality as it is known now, or was at a moment."""
    return calendars_of(municipality).known_at(known_at or timezone.now())


def is_working_day(municipality: Municipality, day: date) -> bool:
    """Whether the municipality's offices are open on a day, as far as is known now."""
    return calendar_of(municipality).is_working_day(day)


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
    calendar = calendar_of(municipality)
    if isinstance(start, datetime):
        return calendar.add_working_days(start, n)
    return calendar.nth_working_day(start, n)


def zone_of(municipality: Municipality) -> ZoneInfo:
    """The municipality's time zone."""
    return ZoneInfo(municipality.time_zone)


def today_in(municipality: Municipality) -> date:
    """The date that the municipality's clock shows."""
    return timezone.localdate(timezone=zone_of(municipality))
