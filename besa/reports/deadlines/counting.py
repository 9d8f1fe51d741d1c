"""How a deadline is counted from its start, and how much a time of standing still moves it.

- *Working hours* run while the offices are open.
- *Working days* end at the same time of day on the n-th day on which the offices are open; the day itself does not
  count. Standing still moves them by the working hours that it lasted.
- *Hours* run on whatever the calendar says: for an open manhole.
- *Days* are counted on the calendar, as people count them, by the municipality's clock; what would end on a closed
  day ends on the next working day. Standing still moves them by as long as it lasted.

Both kinds of days keep the local time of day across the change to summer time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from besa.places.calendar import Calendar
from besa.reports.models import Unit


@dataclass(frozen=True)
class Terms:
    """How much time there is."""

    amount: int
    unit: Unit


@dataclass(frozen=True)
class Due:
    """When time is up; `counted` is before a closed day was avoided, and what standing still is added to."""

    at: datetime
    counted: datetime


def first_due(terms: Terms, start: datetime, calendar: Calendar) -> Due:
    """When time is up that runs from a moment on without a stop."""
    if terms.unit == Unit.WORKING_HOURS:
        return _exact(calendar.add_working_time(start, timedelta(hours=terms.amount)))
    if terms.unit == Unit.WORKING_DAYS:
        return _exact(calendar.add_working_days(start, terms.amount))
    if terms.unit == Unit.HOURS:
        return _exact(start + timedelta(hours=terms.amount))
    # Added to the wall clock, so that the hour stays the same across the change to summer time.
    return _on_a_working_day(calendar.local(start) + timedelta(days=terms.amount), calendar)


def counted_between(unit: Unit, start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """How much of a deadline's time passes between two moments."""
    if unit in (Unit.WORKING_HOURS, Unit.WORKING_DAYS):
        return calendar.working_time(start, end)
    if unit == Unit.HOURS:
        return end - start
    return calendar.local(end).replace(tzinfo=None) - calendar.local(start).replace(tzinfo=None)


def moved_by(unit: Unit, due: Due, still: timedelta, calendar: Calendar) -> Due:
    """The deadline after the clock stood still for so much of its time."""
    if unit in (Unit.WORKING_HOURS, Unit.WORKING_DAYS):
        return _exact(calendar.add_working_time(due.at, still))
    if unit == Unit.HOURS:
        return _exact(due.at + still)
    moved = _on_a_working_day(calendar.local(due.counted) + still, calendar)
    # A Sunday that was declared a working day meanwhile brings no date nearer that somebody was given.
    return Due(max(due.at, moved.at), moved.counted)


def _exact(moment: datetime) -> Due:
    return Due(moment, moment)


def _on_a_working_day(moment: datetime, calendar: Calendar) -> Due:
    if calendar.is_working_day(moment.date()):
        return _exact(moment)
    return Due(calendar.add_working_days(moment, 1), moment)
