"""What is late now, by the columns of a report's row."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from besa.reports.models import Report


def is_late(report: Report, now: datetime) -> bool:
    """True while an open report waits for its first meaningful answer, or for its repair, past the deadline.

    A report that somebody outside the municipality must repair has no repair deadline, so only a missing
    answer makes it late. Closed is never late: what was closed too late is in the figures, not on today's
    list. Nor is a report late while its clock stands still, unless it was before: its dates lie behind the pause.
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
