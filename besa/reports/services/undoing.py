"""Taking back what an official has just done, while nobody has built upon it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from besa.people.models import Department, User
from besa.places.models import Place
from besa.reports.models import Category, Change, Report
from besa.reports.models.report import Priority
from besa.reports.services.assigning import assign_report
from besa.reports.services.categorising import correct_category
from besa.reports.services.placing import place_report
from besa.reports.services.priorities import set_priority
from besa.reports.services.state_change import ChangeRefused, StaleReport, meanwhile
from besa.reports.undo_window import UNDO_FOR, UNDOABLE


def may_undo(change: Change, by: User | None, now: datetime) -> bool:
    """True for who did it, for a quarter of an hour, once. What undoes another is not undone itself."""
    return (
        change.kind in UNDOABLE
        and by is not None
        and change.actor_id == by.pk
        and now - change.at <= UNDO_FOR
        and change.undoes_id is None
        and not Change.objects.filter(undoes=change).exists()
    )


def undo_change(*, change: Change, role: str, by: User, at: datetime | None = None) -> Change:
    """Put a report back as it was before an act; a row of its own in the history.

    Raises ChangeRefused when it is too late or somebody else's, StaleReport when the report has changed since.
    """
    now = at or timezone.now()
    if not may_undo(change, by, now):
        raise ChangeRefused("too_late_to_undo")
    report = Report.objects.select_related("municipality", "category", "place").get(pk=change.report_id)
    if not _still_holds(change, report):
        raise StaleReport(meanwhile(report))
    how: dict[str, Any] = {"report": report, "role": role, "by": by, "at": now, "undoes": change}
    return _CONTRARY[Change.Kind(change.kind)](change, how)


def _assign_back(change: Change, how: dict[str, Any]) -> Change:
    before = change.before
    return assign_report(
        department=Department.objects.filter(pk=before["department"] or 0).first(),
        assignee=User.objects.filter(pk=before["assignee"] or 0).first(),
        **how,
    )


def _prioritise_back(change: Change, how: dict[str, Any]) -> Change:
    return set_priority(priority=Priority(change.before["priority"]), **how)


def _place_back(change: Change, how: dict[str, Any]) -> Change:
    place = Place.objects.filter(pk=change.before["place"] or 0).first()
    return place_report(lat=change.kept["lat"], lon=change.kept["lon"], place=place, ours=True, **how)


def _categorise_back(change: Change, how: dict[str, Any]) -> Change:
    return correct_category(category=Category.objects.get(pk=change.before["category"]), **how)


_CONTRARY: dict[Change.Kind, Callable[[Change, dict[str, Any]], Change]] = {
    Change.Kind.ASSIGNED: _assign_back,
    Change.Kind.PRIORITISED: _prioritise_back,
    Change.Kind.PLACED: _place_back,
    Change.Kind.CATEGORISED: _categorise_back,
}


def _still_holds(change: Change, report: Report) -> bool:
    """True while the report is as the act left it."""
    now = {
        "department": report.department_id,
        "assignee": report.assignee_id,
        "priority": report.priority,
        "category": report.category_id,
        "place": report.place_id,
    }
    return all(now[key] == value for key, value in change.after.items())
