"""Noticing deadlines as they pass. Runs every ten minutes; after a stop it catches up, and tells each once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from besa.alerts.kinds import Kind
from besa.alerts.models import Progress
from besa.alerts.services.fan_out import tell_followers
from besa.places.models import Municipality
from besa.reports.deadlines.lateness import is_answer_late, is_repair_late
from besa.reports.models import Report
from besa.reports.models.report import Visibility

ANSWER, REPAIR = "answer", "repair"
#: further back nobody needs to be told
_LONGEST_LOOK = timedelta(days=2)


def tell_of_lateness(now: datetime | None = None) -> int:
    """Tell followers of every deadline that passed since the last look; the number of notices."""
    now = now or timezone.now()
    progress, _ = Progress.objects.get_or_create(name="lateness", defaults={"until": now})
    since = max(progress.until, now - _LONGEST_LOOK)
    told = sum(
        _tell(report, deadline) for deadline in (ANSWER, REPAIR) for report in _passed(deadline, since, now)
    )
    # Written last: a process that dies before looks at the same deadlines again, and tells none of them twice.
    Progress.objects.filter(name="lateness").update(until=now)
    return told


def _passed(deadline: str, since: datetime, now: datetime) -> list[Report]:
    """Public reports whose deadline passed in between and is still missed. By municipality, as the indexes are."""
    column = "response_due_at" if deadline == ANSWER else "fix_due_at"
    is_late = is_answer_late if deadline == ANSWER else is_repair_late
    found: list[Report] = []
    for pk in Municipality.objects.filter(active=True).values_list("pk", flat=True):
        rows = Report.objects.select_related("municipality", "category", "place").filter(
            **{f"{column}__gte": since, f"{column}__lt": now},
            municipality=pk,
            closed_at=None,
            visibility=Visibility.PUBLIC,
        )
        found += [report for report in rows if is_late(report, now)]
    return found


def _tell(report: Report, deadline: str) -> int:
    due = report.response_due_at if deadline == ANSWER else report.fix_due_at
    source = f"late:{report.pk}:{deadline}:{due.timestamp():.0f}" if due else ""
    return tell_followers(report=report, kind=Kind.LATE, source=source, deadline=deadline)
