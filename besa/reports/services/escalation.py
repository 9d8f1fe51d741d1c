"""Who is reminded of a deadline that comes near or has passed: the steps of a municipality, and taking them.

A step is taken once for a report and a date, when it is reached; what was due before the step was decided, or longer
ago than a week, is not mailed. While a clock stands still nobody is reminded.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from besa.core.services import publish
from besa.ledger.services import record
from besa.places.calendar import Calendar, calendar_of
from besa.places.models import Municipality
from besa.reports.events import RemindersDue
from besa.reports.models import Deadline, EscalationStep, Pause, PauseLimit, Reminder, Report
from besa.reports.models.report import Visibility
from besa.reports.services.state_change import record_act

#: a step that was reached longer ago than this is not taken any more
_TOO_OLD = timedelta(days=7)
#: more than any run of closed days, so that bounds by days of the calendar leave nothing out
_SLACK = timedelta(days=14)
_AT_ONCE = 200
#: what most municipalities begin with
USUAL_STEPS = (
    (Deadline.RESPONSE, EscalationStep.Target.OFFICER, -1),
    (Deadline.RESPONSE, EscalationStep.Target.COORDINATOR, 1),
    (Deadline.FIX, EscalationStep.Target.OFFICER, -3),
    (Deadline.FIX, EscalationStep.Target.COORDINATOR, 1),
)


class StepExists(ValueError):
    """The municipality has this step already."""


def add_step(
    *,
    municipality: Municipality,
    deadline: Deadline,
    target: EscalationStep.Target,
    working_days: int,
    role: str,
    email: str = "",
    at: datetime | None = None,
) -> EscalationStep:
    """Have somebody reminded so many working days after a deadline, or before it when negative.

    Raises StepExists, and ValueError for a mayor's office without an address.
    """
    if target == EscalationStep.Target.MAYOR and not email:
        raise ValueError("the mayor's office needs an address")
    try:
        with transaction.atomic():
            step = EscalationStep.objects.create(
                municipality=municipality,
                deadline=deadline,
                target=target,
                working_days=working_days,
                email=email if target == EscalationStep.Target.MAYOR else "",
                since=at or timezone.now(),
            )
            _record("escalation.step_added", step, role)
    except IntegrityError:
        raise StepExists from None
    return step


def add_usual_steps(*, municipality: Municipality, role: str, at: datetime | None = None) -> int:
    """The steps most municipalities begin with; those it has already stay. The number of new ones."""
    added = 0
    for deadline, target, working_days in USUAL_STEPS:
        try:
            add_step(
                municipality=municipality,
                deadline=deadline,
                target=target,
                working_days=working_days,
                role=role,
                at=at,
            )
        except StepExists:
            continue
        added += 1
    return added


def remove_step(*, step: EscalationStep, role: str, at: datetime | None = None) -> bool:
    """Remind nobody by this step any more; False when somebody removed it before."""
    with transaction.atomic():
        removed = EscalationStep.objects.filter(pk=step.pk, until__isnull=True).update(
            until=at or timezone.now()
        )
        if removed:
            _record("escalation.step_removed", step, role)
    return bool(removed)


def set_pause_limits(*, municipality: Municipality, days: Mapping[Pause.Reason, int], role: str) -> bool:
    """How many days a clock may stand still at most, by reason; pauses that run keep their end. False: nothing new."""
    known = dict(PauseLimit.objects.filter(municipality=municipality).values_list("reason", "days"))
    new = {reason: n for reason, n in days.items() if known.get(reason, PauseLimit.DEFAULTS[reason]) != n}
    if not new:
        return False
    with transaction.atomic():
        for reason, n in new.items():
            PauseLimit.objects.update_or_create(
                municipality=municipality, reason=reason, defaults={"days": n}
            )
        record(
            verb="escalation.limits_changed",
            subject=f"municipality:{municipality.slug}",
            actor_role=role,
            municipality=municipality.slug,
            public={"days": {str(reason): n for reason, n in new.items()}},
        )
    return True


def remind(now: datetime | None = None) -> int:
    """Take every step that was reached. Worker only; running it again takes none twice. The number of reminders."""
    now = now or timezone.now()
    steps = EscalationStep.objects.filter(until__isnull=True, municipality__active=True)
    return sum(_take(step, now) for step in steps.select_related("municipality"))


def _take(step: EscalationStep, now: datetime) -> int:
    calendar = calendar_of(step.municipality, now)
    reached = [
        report
        for report in _candidates(step, calendar, now)
        if _lowest(step, now) <= calendar.shift_working_days(_due(step, report), step.working_days) <= now
    ]
    for start in range(0, len(reached), _AT_ONCE):
        with transaction.atomic():
            _write(step, reached[start : start + _AT_ONCE], now)
    return len(reached)


def _lowest(step: EscalationStep, now: datetime) -> datetime:
    return max(step.since, now - _TOO_OLD)


def _column(step: EscalationStep) -> str:
    return "response_due_at" if step.deadline == Deadline.RESPONSE else "fix_due_at"


def _due(step: EscalationStep, report: Report) -> datetime:
    due: datetime = getattr(report, _column(step))
    return due


def _candidates(step: EscalationStep, calendar: Calendar, now: datetime) -> list[Report]:
    """Open reports whose date may have reached the step, by one range of the index that the late list uses."""
    column = _column(step)
    earliest = calendar.shift_working_days(_lowest(step, now), -step.working_days) - _SLACK
    latest = calendar.shift_working_days(now, -step.working_days) + _SLACK
    found = Report.objects.filter(
        municipality_id=step.municipality_id,
        closed_at__isnull=True,
        visibility=Visibility.PUBLIC,
        **{f"{column}__gte": earliest, f"{column}__lte": latest},
    )
    if step.deadline == Deadline.RESPONSE:
        found = found.filter(responded_at__isnull=True)
    taken = Reminder.objects.filter(step=step, report=OuterRef("pk"), due_at=OuterRef(column))
    open_clock = Q(paused_until__isnull=True) | Q(paused_until__lte=now)
    return list(
        found.filter(open_clock, ~Exists(taken)).select_related("municipality").order_by(column, "pk")
    )


def _write(step: EscalationStep, reports: list[Report], now: datetime) -> None:
    reminders = [
        Reminder.objects.create(step=step, report=report, due_at=_due(step, report), at=now)
        for report in reports
    ]
    for report in reports:
        record_act(
            report=report,
            verb="reports.reminded",
            role="system",
            facts={"deadline": str(step.deadline), "target": str(step.target)},
        )
    publish(RemindersDue(step=step.pk, reminders=[reminder.pk for reminder in reminders]))


def _record(verb: str, step: EscalationStep, role: str) -> None:
    record(
        verb=verb,
        subject=f"municipality:{step.municipality.slug}",
        actor_role=role,
        municipality=step.municipality.slug,
        public={
            "deadline": str(step.deadline),
            "target": str(step.target),
            "working_days": step.working_days,
        },
    )
