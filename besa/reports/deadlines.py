"""By when a municipality owes an answer and a repair.

The response deadline is counted in working days once a category allows a day or more: 72 hours are three
working days, rounded up, at the same time of day. Weekends and the municipality's holidays do not count,
because nobody is there to answer. Less than a day means an urgent category (an open manhole, a broken main)
whose hours run on whatever the calendar says.

The repair is counted in calendar days, as people count them; one that would fall on a closed day is due on
the next working day. Both keep the local time of day across the change to summer time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from besa.places.calendar import add_working_days, is_working_day, zone_of
from besa.places.models import Municipality
from besa.reports.models import Category, Report
from besa.reports.rulebook import rule_for


@dataclass(frozen=True)
class Deadlines:
    """When the first meaningful answer and the repair are due."""

    response_due_at: datetime
    fix_due_at: datetime


def deadlines_for(*, municipality: Municipality, category: Category, at: datetime) -> Deadlines:
    """What the municipality owes for a report of this category made at this moment (aware)."""
    rule = rule_for(municipality, category)
    return Deadlines(
        response_due_at=_response_due(municipality, at, rule.response_hours),
        fix_due_at=_fix_due(municipality, at, rule.fix_days),
    )


def _response_due(municipality: Municipality, at: datetime, hours: int) -> datetime:
    if hours < 24:
        return at + timedelta(hours=hours)
    working_days = -(-hours // 24)
    return add_working_days(municipality, at, working_days)


def _fix_due(municipality: Municipality, at: datetime, days: int) -> datetime:
    # Days are added to the wall clock, so the hour stays the same across the change to summer time.
    due = at.astimezone(zone_of(municipality)) + timedelta(days=days)
    return due if is_working_day(municipality, due.date()) else add_working_days(municipality, due, 1)


def is_late(report: Report, now: datetime) -> bool:
    """True while an open report waits for its first meaningful answer, or for its repair, past the deadline.

    A report that somebody outside the municipality must repair has no repair deadline, so only a missing
    answer makes it late. Closed is never late: what was closed too late is in the figures, not on today's
    list.
    """
    return is_answer_late(report, now) or is_repair_late(report, now)


def is_answer_late(report: Report, now: datetime) -> bool:
    """True when the first meaningful answer is overdue."""
    due = report.response_due_at
    return report.closed_at is None and report.responded_at is None and due is not None and due < now


def is_repair_late(report: Report, now: datetime) -> bool:
    """True when the repair is overdue."""
    return report.closed_at is None and report.fix_due_at is not None and report.fix_due_at < now


def late(now: datetime) -> Q:
    """The same as `is_late`, for a query. Each half has its own partial index."""
    return Q(closed_at__isnull=True) & (
        Q(responded_at__isnull=True, response_due_at__lt=now) | Q(fix_due_at__lt=now)
    )
