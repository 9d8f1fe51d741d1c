"""Spans of time and terms in words, in the active language."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from besa.reports.deadlines.counting import Terms
from besa.reports.models import Unit


def terms_in_words(terms: Terms) -> str:
    """ "3 working days", as a municipality promises it."""
    n = terms.amount
    words = {
        Unit.WORKING_HOURS: ngettext("%(n)d working hour", "%(n)d working hours", n),
        Unit.WORKING_DAYS: ngettext("%(n)d working day", "%(n)d working days", n),
        Unit.HOURS: ngettext("%(n)d hour", "%(n)d hours", n),
        Unit.DAYS: ngettext("%(n)d day", "%(n)d days", n),
    }
    return words[terms.unit] % {"n": n}


def span_in_words(unit: Unit, span: timedelta) -> str:
    """How much of a deadline's time a span is: working time in hours, other time in days and hours."""
    if unit in (Unit.WORKING_HOURS, Unit.WORKING_DAYS):
        # Translators: time is for example "16 hours 30 minutes"
        return _("%(time)s of working time") % {"time": _hours_and_minutes(span)}
    return days_and_hours(span)


def days_and_hours(span: timedelta) -> str:
    """ "2 days 3 hours"; less than a day in hours and minutes."""
    span = timedelta(minutes=round(span.total_seconds() / 60))
    if span < timedelta(days=1):
        return _hours_and_minutes(span)
    hours = span.seconds // 3600
    parts = [ngettext("%(n)d day", "%(n)d days", span.days) % {"n": span.days}]
    if hours and span.days < 7:
        parts.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    return " ".join(parts)


def late_by(due: datetime, then: datetime) -> str:
    """How long after a deadline something happened."""
    return days_and_hours(then - due)


def _hours_and_minutes(span: timedelta) -> str:
    hours, minutes = divmod(round(span.total_seconds() / 60), 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    if minutes or not hours:
        parts.append(ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes})
    return " ".join(parts)
