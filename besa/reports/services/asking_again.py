"""Weeks after a report was called fixed: "is it fixed?" once more, where nobody has said so yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from besa.core.services import publish
from besa.places.gazetteer import gazetteer
from besa.reports.events import FixQuestionDue
from besa.reports.models import Confirmation, FixQuestion, Report, Transition
from besa.reports.models.report import State, Visibility
from besa.reports.services.state_change import record_act

ASK_AGAIN_AFTER = timedelta(days=28)
#: when the worker stood still for longer, the question is not asked any more: nobody remembers the hole
_TOO_LATE = timedelta(days=14)
_AT_ONCE = 200


def ask_again(now: datetime | None = None) -> int:
    """Ask about what was called fixed four weeks ago. Worker only; nothing is asked twice. The number of reports."""
    now = now or timezone.now()
    asked = 0
    for report in _unanswered(now):
        with transaction.atomic():
            asked += _ask(report, now)
    return asked


def _unanswered(now: datetime) -> list[Report]:
    latest = now - ASK_AGAIN_AFTER
    was_asked = FixQuestion.objects.filter(fixing__report=OuterRef("pk"), at__gte=OuterRef("closed_at"))
    return list(
        Report.objects.filter(
            municipality_id__in=list(gazetteer().municipalities),  # the index of fixed reports begins with it
            state=State.FIXED,
            visibility=Visibility.PUBLIC,
            confirmed_fixed__isnull=True,
            closed_at__lte=latest,
            closed_at__gt=latest - _TOO_LATE,
        )
        .filter(~Exists(was_asked))
        .select_related("municipality")
        .order_by("closed_at", "pk")[:_AT_ONCE]
    )


def _ask(report: Report, now: datetime) -> int:
    """One report; 0 when the reporter has spoken, or somebody asked meanwhile."""
    fixing = Transition.objects.filter(report=report, new=State.FIXED).order_by("-at", "-pk").first()
    if fixing is None:
        return 0
    question, is_new = FixQuestion.objects.get_or_create(fixing=fixing, defaults={"at": now})
    if not is_new or Confirmation.objects.filter(fixing=fixing, by_role="reporter").exists():
        return 0
    record_act(report=report, verb="reports.asked_again", role="system")
    publish(FixQuestionDue(report=report.pk, fixing=question.fixing_id))
    return 1
