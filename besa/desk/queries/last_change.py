"""What a person has just done to a report and may take back."""

from __future__ import annotations

from datetime import datetime

from besa.people.models import User
from besa.reports.models import Change, Report
from besa.reports.undo_window import UNDO_FOR, UNDOABLE


def last_change_of(report: Report, user: User, now: datetime) -> Change | None:
    """The newest change of a report, when this person made it, lately, and has not taken it back. One query."""
    newest = Change.objects.filter(report=report, at__gte=now - UNDO_FOR).order_by("-at", "-pk").first()
    if newest is None or newest.kind not in UNDOABLE or newest.undoes_id is not None:
        return None
    return newest if newest.actor_id == user.pk else None
