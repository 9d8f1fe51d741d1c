"""Reads about the clock: limits of pauses, steps of reminders, and what was done about one report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from besa.places.models import Municipality
from besa.reports.models import EscalationStep, Pause, PauseLimit, Reminder, Report


@dataclass(frozen=True)
class Reminded:
    """One step that was taken for a report."""

    at: datetime
    target: str
    deadline: str


def pause_limits(municipality: Municipality) -> dict[Pause.Reason, int]:
    """How many days a pause may last at most, by reason."""
    own = dict(PauseLimit.objects.filter(municipality=municipality).values_list("reason", "days"))
    return {reason: own.get(reason, days) for reason, days in PauseLimit.DEFAULTS.items()}


def steps_of(municipality: Municipality) -> list[EscalationStep]:
    """The steps that are taken now, each with `taken`: how often it was."""
    steps = EscalationStep.objects.filter(municipality=municipality, until__isnull=True)
    return list(steps.annotate(taken=Count("reminders")).order_by("deadline", "working_days", "pk"))


def steps_before(municipality: Municipality, limit: int = 20) -> list[EscalationStep]:
    """Steps that were taken once and no more, the last ones first."""
    gone = EscalationStep.objects.filter(municipality=municipality, until__isnull=False)
    return list(gone.order_by("-until")[:limit])


def reminders_of(report: Report) -> list[Reminded]:
    """Who was reminded of a report's deadlines, in order."""
    rows = Reminder.objects.filter(report=report).select_related("step").order_by("at", "pk")
    return [Reminded(row.at, row.step.target, row.step.deadline) for row in rows]
