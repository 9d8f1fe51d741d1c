"""Who deals with a report: a department, a person of the municipality, or nobody yet."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from besa.people.models import Department, User
from besa.people.permissions import standing_of
from besa.reports.models import Change, Report
from besa.reports.services.changing import (
    refuse_stale,
    refuse_unless_official,
    write_change,
    write_columns,
)
from besa.reports.services.state_change import ChangeRefused


def assigned_to(report: Report) -> str:
    """Who deals with a report now, as a text that forms carry to see whether somebody changed it meanwhile."""
    return f"{report.department_id or 0}-{report.assignee_id or 0}"


def assign_report(
    *,
    report: Report,
    department: Department | None,
    assignee: User | None,
    role: str,
    by: User | None = None,
    note: str = "",
    seen: str | None = None,
    at: datetime | None = None,
    undoes: Change | None = None,
) -> Change:
    """Give a report to a department and, if wanted, to a person who may answer it there; None takes it from them.

    Without a change of state. Everybody can see which department is answerable, nobody which person. `seen` is
    `assigned_to` as the official saw it. Raises ChangeRefused for somebody of elsewhere, or when nothing would change;
    StaleReport when somebody else was faster.
    """
    refuse_unless_official(report, role)
    refuse_stale(report, seen, assigned_to(report))
    _refuse_strangers(report, department, assignee)
    new = {
        "department_id": department.pk if department else None,
        "assignee_id": assignee.pk if assignee else None,
    }
    old = {"department_id": report.department_id, "assignee_id": report.assignee_id}
    if new == old:
        raise ChangeRefused("nothing_changed")
    at = at or timezone.now()
    shown = {"changed_at": at} if new["department_id"] != old["department_id"] else {}
    with transaction.atomic():
        write_columns(report, old, {"department": department, "assignee": assignee, **shown})
        return write_change(
            report=report,
            kind=Change.Kind.ASSIGNED,
            role=role,
            by=by,
            at=at,
            before={"department": old["department_id"], "assignee": old["assignee_id"]},
            after={"department": new["department_id"], "assignee": new["assignee_id"]},
            note=note,
            facts={"department": department.slug} if department else {},
            private={"assignee": new["assignee_id"]},
            undoes=undoes,
        )


def _refuse_strangers(report: Report, department: Department | None, assignee: User | None) -> None:
    if department is not None and department.municipality_id != report.municipality_id:
        raise ChangeRefused("department_elsewhere")
    if assignee is None:
        return
    works_here = standing_of(assignee).role_for(
        "reports.answer", report.municipality_id, department.pk if department else None
    )
    if works_here is None or not assignee.is_active:
        raise ChangeRefused("assignee_elsewhere")
