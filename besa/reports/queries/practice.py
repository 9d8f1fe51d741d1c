"""Which of somebody's practice reports a report is."""

from __future__ import annotations

from besa.people.models import User
from besa.reports.models import Report

#: `Report.source` of practice reports, and of nothing else
SOURCE = "practice"


def source_id(trainee: User, key: str) -> str:
    """`Report.source_id` of the practice report with this key: there is one for each trainee."""
    return f"{trainee.pk}-{key}"


def key_of(report: Report) -> str:
    """Which of the practice reports it is; empty for a part that was split off."""
    return (report.source_id or "").partition("-")[2]
