"""Which deliveries a report gets, and when one goes out once more. Everything here may run twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_q.tasks import async_task

from besa.delivery.models import Delivery, Recipient, State
from besa.delivery.models.delivery import DELIVERED
from besa.delivery.queries.recipients import recipients_for
from besa.delivery.states import advance
from besa.reports.models import Change, Report
from besa.reports.models.report import Visibility

_DELIVER = "besa.delivery.services.sending.deliver"
#: why a delivery was cancelled when somebody may want it after all
_CAN_COME_BACK = frozenset({"rerouted", "over", "hidden"})


def route_report(*, report: Report, occasion: str = "new", cause: int = 0) -> list[int]:
    """Make the deliveries that a report is to have now, and cancel what no longer fits and is not out yet.

    Gives those that were made or came back; `cause` is the transition they are made for, 0 for none. A report that
    is over, or not public, gets none.
    """
    now = timezone.now()
    wanted = recipients_for(report) if is_deliverable(report) else []
    with transaction.atomic():
        beginning = {"occasion": occasion, "cause": cause, "queued_at": now}
        made = _make(report, wanted, beginning) + _bring_back(report, wanted, beginning)
        advance(
            Q(report=report) & ~Q(recipient__in=wanted),
            olds=frozenset({State.QUEUED, State.RETRYING}),
            new=State.CANCELLED,
            reason=_why_not(report),
        )
        _queue(made)
    return made


def send_again(*, report: Report, occasion: str, cause: int, department_only: bool = False) -> list[int]:
    """Begin another round: the report was reopened, or forwarded to a department (`department_only`).

    `cause` is the transition; the same one, or an earlier one, begins no second round. What has not gone out yet
    goes out as it is.
    """
    if not is_deliverable(report):
        return []
    recipients = [one for one in recipients_for(report) if one.department_id or not department_only]
    return _begin_round(report, recipients, occasion, "cause", cause)


def send_to_again(*, report: Report, change: Change) -> list[int]:
    """Begin another round for who gets a report that they had before: a department, or a whole municipality.

    The same change, or an earlier one, begins no second round. One that was taken back at once begins none: who had
    the report was not told that it went.
    """
    if change.undoes_id is not None or not is_deliverable(report):
        return []
    recipients = recipients_for(report)
    if change.kind != Change.Kind.HANDED_OVER:
        department = change.after.get("department")
        if department != report.department_id or department == change.before.get("department"):
            return []
        recipients = [one for one in recipients if one.department_id and one.department_id == department]
    return _begin_round(report, recipients, "assigned", "change", change.pk)


def _begin_round(
    report: Report, recipients: list[Recipient], occasion: str, column: str, number: int
) -> list[int]:
    """Send what was sent before; `column` and `number` say what for, so that it happens once."""
    now = timezone.now()
    earlier = Q(**{f"{column}__lt": number})
    theirs = Delivery.objects.filter(earlier, report=report, recipient__in=recipients)
    with transaction.atomic():
        again = list(theirs.select_for_update().filter(state__in=DELIVERED | {State.FAILED}))
        for delivery in again:
            advance(
                Q(pk=delivery.pk) & earlier,
                olds=DELIVERED | {State.FAILED},
                new=State.QUEUED,
                round=delivery.round + 1,
                occasion=occasion,
                attempts=0,
                queued_at=now,
                next_attempt_at=None,
                sent_at=None,
                acted_at=None,
                reason="",
                alarmed_at=None,
                **{column: number},
            )
        # What still waits goes out as it is; this begins no round of it later.
        theirs.update(**{column: number})
        _queue([delivery.pk for delivery in again])
    return [delivery.pk for delivery in again]


def is_deliverable(report: Report) -> bool:
    """True for a report that everybody can see and that waits for somebody."""
    return report.visibility == Visibility.PUBLIC and report.is_open


def _why_not(report: Report) -> str:
    if report.visibility != Visibility.PUBLIC:
        return "hidden"
    return "rerouted" if report.is_open else "over"


def _make(report: Report, wanted: Iterable[Recipient], beginning: dict[str, Any]) -> list[int]:
    """Rows for recipients that have none; who comes second, in parallel, makes none."""
    there = set(Delivery.objects.filter(report=report).values_list("recipient_id", flat=True))
    missing = [recipient for recipient in wanted if recipient.pk not in there]
    rows = [Delivery(report=report, recipient=recipient, **beginning) for recipient in missing]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    made = Delivery.objects.filter(key__in=[row.key for row in rows])
    return list(made.values_list("pk", flat=True))


def _bring_back(report: Report, wanted: list[Recipient], beginning: dict[str, Any]) -> list[int]:
    """What was cancelled before it went out, for a reason that is gone."""
    back = Q(report=report, recipient__in=wanted, reason__in=_CAN_COME_BACK)
    found = list(Delivery.objects.filter(back, state=State.CANCELLED).values_list("pk", flat=True))
    if found:
        advance(
            back & Q(pk__in=found),
            olds=frozenset({State.CANCELLED}),
            new=State.QUEUED,
            attempts=0,
            next_attempt_at=None,
            reason="",
            **beginning,
        )
    return found


def _queue(deliveries: Iterable[int]) -> None:
    for pk in deliveries:
        async_task(_DELIVER, pk)
