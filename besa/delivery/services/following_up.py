"""What becomes of a delivery after it went out, or did not: acted on, come back, tried again, given up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_q.tasks import async_task

from besa.delivery.models import Attempt, Delivery, Recipient, State
from besa.delivery.services.recipients import mark_bounced
from besa.delivery.states import advance
from besa.ledger.services import record

_OUT = frozenset({State.SENT, State.ACCEPTED})


def note_act(*, report_id: int, at: datetime) -> int:
    """An official did something about a report: what went out before was not in vain; how many deliveries."""
    with transaction.atomic():
        where = Q(report_id=report_id, sent_at__lte=at)
        recipients = list(
            Delivery.objects.filter(where, state__in=_OUT).values_list("recipient_id", flat=True)
        )
        acted = advance(where, olds=_OUT, new=State.ACTED_ON, acted_at=at)
        Recipient.objects.filter(pk__in=recipients).update(dead_since=None)
    return acted


def note_number(*, round_key: str, number: str) -> bool:
    """The other system has taken it on under a number, which it gave later; False for an earlier round's."""
    key, _, round_number = round_key.partition(".")
    if not round_number.isdecimal():
        return False
    with transaction.atomic():
        this = Q(key=key, round=int(round_number))
        taken = advance(this, olds=frozenset({State.SENT}), new=State.ACCEPTED, foreign_id=number[:80])
        named = Delivery.objects.filter(this, foreign_id="").update(foreign_id=number[:80])
    return bool(taken or named)


def note_bounce(*, key: str, round_number: int, status: str, detail: str, permanent: bool) -> bool:
    """A mail came back. One that came back for good is failed, and the address is marked; False when unknown.

    A bounce of an earlier round says nothing of the present one, but the address is marked all the same.
    """
    delivery = Delivery.objects.select_related("recipient").filter(key=key).first()
    if delivery is None:
        return False
    with transaction.atomic():
        now = timezone.now()
        Attempt.objects.create(
            delivery=delivery,
            round=round_number,
            number=delivery.attempts,
            began_at=now,
            ended_at=now,
            outcome=Attempt.Outcome.BOUNCED,
            reason="bounced" if permanent else "delayed",
            detail=f"{status} {detail}".strip()[:300],
        )
        if permanent:
            advance(
                Q(pk=delivery.pk, round=round_number),
                olds=frozenset({State.SENT}),
                new=State.FAILED,
                reason="bounced",
            )
            mark_bounced(delivery=delivery, status=status)
    return True


def retry_delivery(*, delivery: Delivery, role: str) -> bool:
    """Give it all its attempts again, at once; False when it is on its way, or out."""
    with transaction.atomic():
        again = advance(
            Q(pk=delivery.pk),
            olds=frozenset({State.FAILED, State.RETRYING, State.CANCELLED}),
            new=State.QUEUED,
            attempts=0,
            queued_at=timezone.now(),
            next_attempt_at=None,
            reason="",
            alarmed_at=None,
        )
        if again:
            _record("delivery.retried", delivery, role)
            async_task("besa.delivery.services.sending.deliver", delivery.pk)
    return bool(again)


def cancel_delivery(*, delivery: Delivery, role: str) -> bool:
    """Do not send it; False when it is out already, or just being sent."""
    with transaction.atomic():
        cancelled = advance(
            Q(pk=delivery.pk),
            olds=frozenset({State.QUEUED, State.RETRYING, State.FAILED}),
            new=State.CANCELLED,
            reason="cancelled",
        )
        if cancelled:
            _record("delivery.cancelled", delivery, role)
    return bool(cancelled)


def _record(verb: str, delivery: Delivery, role: str) -> None:
    record(
        verb=verb,
        subject=f"recipient:{delivery.recipient_id}",
        actor_role=role,
        municipality=delivery.recipient.municipality.slug,
        public={"uid": delivery.report.uid},
    )
