"""Opening hours by brute force: every minute of the year's quarter is asked whether an office is open in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Belgrade")
FIRST, LAST = datetime(2026, 3, 10, tzinfo=UTC), datetime(2026, 6, 25, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


class Clockwork:
    """The opening hours of one office, as they were known at one time. All moments are whole minutes."""

    def __init__(self, week: Mapping[int, tuple[int, int]], closed: Collection[date]) -> None:
        """`week` gives opening and closing, in minutes after midnight, for days of the week from Monday as 0."""
        self._week, self._closed = week, frozenset(closed)
        self._open_before = [0]
        moment = FIRST
        while moment < LAST:
            self._open_before.append(self._open_before[-1] + self._is_open(moment))
            moment += _MINUTE

    def is_working(self, day: date) -> bool:
        """Whether anybody is there on a day."""
        return day.weekday() in self._week and day not in self._closed

    def _is_open(self, moment: datetime) -> bool:
        local = moment.astimezone(ZONE)
        if not self.is_working(local.date()):
            return False
        opens, closes = self._week[local.weekday()]
        return opens <= 60 * local.hour + local.minute < closes

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody is there."""
        return self._is_open(moment)

    def between(self, start: datetime, end: datetime) -> int:
        """Open minutes between two moments."""
        return self._open_before[_index(end)] - self._open_before[_index(start)]

    def later(self, moment: datetime, minutes: int) -> datetime:
        """When the office has been open for so many minutes more."""
        if not minutes:
            return moment
        wanted = self._open_before[_index(moment)] + minutes
        return FIRST + _MINUTE * bisect_left(self._open_before, wanted)

    def days_later(self, moment: datetime, days: int) -> datetime:
        """The same time of day so many working days later."""
        local = moment.astimezone(ZONE)
        day = local.date()
        while days:
            day += timedelta(days=1)
            days -= self.is_working(day)
        return datetime.combine(day, local.time(), ZONE).astimezone(UTC)

    def off_closed_days(self, moment: datetime) -> datetime:
        """The moment, or the same time on the next working day."""
        is_working = self.is_working(moment.astimezone(ZONE).date())
        return moment if is_working else self.days_later(moment, 1)


def _index(moment: datetime) -> int:
    return int((moment - FIRST) / _MINUTE)


def wall_later(moment: datetime, by: timedelta) -> datetime:
    """A moment moved on the clock on the wall."""
    local = moment.astimezone(ZONE).replace(tzinfo=None) + by
    return local.replace(tzinfo=ZONE).astimezone(UTC)


def wall_between(start: datetime, end: datetime) -> timedelta:
    """How far the clock on the wall went."""
    return end.astimezone(ZONE).replace(tzinfo=None) - start.astimezone(ZONE).replace(tzinfo=None)
