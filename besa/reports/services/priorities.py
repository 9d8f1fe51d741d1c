"""How urgent a report is, as the municipality sees it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from besa.core.folding import fold
from besa.people.models import User
from besa.reports.models import Change, Report
from besa.reports.models.report import Priority
from besa.reports.services.changing import (
    refuse_stale,
    refuse_unless_official,
    write_change,
    write_columns,
)
from besa.reports.services.state_change import ChangeRefused


def set_priority(
    *,
    report: Report,
    priority: Priority,
    role: str,
    by: User | None = None,
    note: str = "",
    seen: str | None = None,
    at: datetime | None = None,
    undoes: Change | None = None,
) -> Change:
    """Say how urgent a report is; above normal with a reason for colleagues. Never public.

    `seen` is the priority's number as the official saw it. Raises ChangeRefused without a reason or when nothing would
    change, StaleReport when somebody else was faster.
    """
    refuse_unless_official(report, role)
    refuse_stale(report, seen, report.priority)
    if priority == report.priority:
        raise ChangeRefused("nothing_changed")
    if priority > Priority.NORMAL and undoes is None and not fold(note):
        raise ChangeRefused("priority_reason_missing")
    old = report.priority
    with transaction.atomic():
        write_columns(report, {"priority": old}, {"priority": int(priority)})
        return write_change(
            report=report,
            kind=Change.Kind.PRIORITISED,
            role=role,
            by=by,
            at=at or timezone.now(),
            before={"priority": old},
            after={"priority": int(priority)},
            note=note,
            private={"priority": Priority(priority).key},
            undoes=undoes,
        )
