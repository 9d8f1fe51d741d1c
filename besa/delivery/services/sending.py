"""Sending one delivery, in the worker: take the lease, hand over, note what came of it.

The lease is as long as a task may run, and a task that was lost comes back later than that. So whoever finds a
lease that ran out knows that its holder is dead, and sends again under the same key. A sender that comes back
from the dead finds another number of attempts than its own and notes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_q.tasks import async_task

from besa.core.brands import DEFAULT
from besa.core.channels import Handover, NotDelivered, Parcel
from besa.core.mail_addresses import REPLY, address_for
from besa.core.outbox import MAX_ATTEMPTS, wait_before
from besa.core.registries import channels
from besa.delivery.models import Attempt, Delivery, State
from besa.delivery.services.dispatching import is_deliverable
from besa.delivery.states import advance
from besa.reports.models import Report, Reporter

_SENDING = frozenset({State.SENDING})
_AT_ONCE = 200


def deliver(pk: int) -> None:
    """Send a delivery that is due, once; nothing when it is not, or when somebody else has it."""
    delivery = _claim(pk, timezone.now())
    if delivery is None:
        return
    try:
        handover = channels.get(delivery.recipient.channel).send(parcel_of(delivery))
    except NotDelivered as failure:
        _note_failure(delivery, failure)
    except Exception as error:  # a channel may fail in any way; the delivery waits for its next attempt
        _note_failure(delivery, NotDelivered("error", f"{type(error).__name__}: {error}"))
    else:
        _note_success(delivery, handover)


def sweep() -> int:
    """Queue what is due: later attempts, lost tasks, leases that ran out; how many. Runs each minute."""
    now = timezone.now()
    due = list(
        Delivery.objects.filter(_due(now)).order_by("queued_at").values_list("pk", flat=True)[:_AT_ONCE]
    )
    with transaction.atomic():
        for pk in due:
            async_task("besa.delivery.services.sending.deliver", pk)
    return len(due)


def parcel_of(delivery: Delivery) -> Parcel:
    """What the channel is given."""
    recipient, report = delivery.recipient, delivery.report
    return Parcel(
        key=delivery.round_key,
        occasion=delivery.occasion,
        subject=report,
        address=recipient.address,
        language=recipient.language,
        brand=_brand_of(report),
        reply_to=address_for(REPLY, delivery.key),
        secret=recipient.secret,
        options=recipient.options,
        earlier=tuple(f"{delivery.key}.{number}" for number in range(1, delivery.round)),
    )


def lease_length() -> timedelta:
    """As long as a task may run before the worker ends it."""
    return timedelta(seconds=int(str(settings.Q_CLUSTER["timeout"])))


def _due(now: datetime) -> Q:
    waits = Q(state__in=[State.QUEUED, State.RETRYING])
    comes = Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=now)
    return (waits & comes) | Q(state=State.SENDING, leased_until__lte=now)


def _claim(pk: int, now: datetime) -> Delivery | None:
    """The delivery, ours until the lease ends; None when it is not due. What nobody needs any more is cancelled."""
    found = Delivery.objects.select_related(
        "recipient",
        "report__municipality",
        "report__category",
        "report__department",
        "report__place",
    )
    delivery = found.filter(_due(now), pk=pk).first()
    if delivery is None:
        return None
    mine = Q(pk=pk, attempts=delivery.attempts, round=delivery.round) & _due(now)
    olds = frozenset({State(delivery.state)})
    if reason := _not_needed(delivery):
        advance(mine, olds=olds, new=State.CANCELLED, reason=reason)
        return None
    lease = {"leased_until": now + lease_length(), "attempts": delivery.attempts + 1}
    with transaction.atomic():
        if not advance(mine, olds=olds, new=State.SENDING, **lease):
            return None
        delivery.attempts += 1
        Attempt.objects.create(
            delivery=delivery, round=delivery.round, number=delivery.attempts, began_at=now
        )
    return delivery


def _not_needed(delivery: Delivery) -> str:
    if delivery.recipient.removed_at:
        return "removed"
    if not is_deliverable(delivery.report):
        return "over" if not delivery.report.is_open else "hidden"
    return ""


def _note_success(delivery: Delivery, handover: Handover) -> None:
    now = timezone.now()
    new = State.ACCEPTED if handover.accepted else State.SENT
    columns: dict[str, Any] = {"sent_at": now, "leased_until": None, "next_attempt_at": None, "reason": ""}
    if handover.foreign_id:
        columns["foreign_id"] = handover.foreign_id[:80]
    with transaction.atomic():
        if advance(_ours(delivery), olds=_SENDING, new=new, **columns):
            _end_attempt(delivery, Attempt.Outcome.SENT, "", "")


def _note_failure(delivery: Delivery, failure: NotDelivered) -> None:
    now = timezone.now()
    over = failure.permanent or delivery.attempts >= MAX_ATTEMPTS
    columns: dict[str, Any] = {"reason": failure.key[:40], "leased_until": None}
    if not over:
        columns["next_attempt_at"] = now + wait_before(delivery.attempts)
    with transaction.atomic():
        if advance(_ours(delivery), olds=_SENDING, new=State.FAILED if over else State.RETRYING, **columns):
            _end_attempt(delivery, Attempt.Outcome.FAILED, failure.key, failure.detail)


def _ours(delivery: Delivery) -> Q:
    return Q(pk=delivery.pk, round=delivery.round, attempts=delivery.attempts)


def _end_attempt(delivery: Delivery, outcome: str, reason: str, detail: str) -> None:
    Attempt.objects.filter(delivery=delivery, round=delivery.round, number=delivery.attempts).update(
        outcome=outcome, reason=reason[:40], detail=detail[:300], ended_at=timezone.now()
    )


def _brand_of(report: Report) -> str:
    """The brand under which it was reported: the municipality gets mail under the name its citizens know."""
    brand = Reporter.objects.filter(report=report).values_list("brand", flat=True).first()
    return brand or DEFAULT.key
