"""Sending what is due. Runs in the worker after each happening and every minute, and may be killed at any step.

First all that is due for one address at one rhythm is put into a batch, in one transaction: no notice is ever in
two. Then the batch is put into words and handed to its channel, at least once, always under the same id. A batch
whose process died is taken up again when its next attempt is due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from besa.alerts.models import Batch, Notice, Subscriber
from besa.alerts.services.composing import message_of
from besa.core.channels import Channel, NotDelivered, Parcel
from besa.core.messages import NEWS
from besa.core.outbox import MAX_ATTEMPTS, wait_before
from besa.core.registries import message_channels

#: a process that has not sent its batch by then is taken for dead; longer than any channel may take
LEASE = timedelta(minutes=2)
#: seconds after which a run leaves the rest to the next one, well within the worker's time limit
BUDGET_S = 30.0
_LOOK_AT = 2_000


@dataclass(frozen=True)
class _Group:
    """What goes into one message: news of reports, of pledges, or of publications."""

    subscriber_id: int
    frequency: str
    language: str
    brand: str
    of_pledges: bool
    of_publications: bool


def send_due(budget_s: float = BUDGET_S) -> int:
    """Send all that is due now, within a budget of time; the number of batches that were handed over."""
    until, done = monotonic() + budget_s, 0
    while monotonic() < until:
        groups = _due_groups()
        if not groups:
            return done + _send_waiting(until)
        for group in groups:
            batch = _make_batch(group)
            if batch is not None:
                done += send_batch(batch.pk)
            if monotonic() >= until:
                break
    with transaction.atomic():
        async_task("besa.alerts.services.sending.send_due")
    return done


def _due_groups() -> list[_Group]:
    rows = (
        Notice.objects.filter(batch=None, due_at__lte=timezone.now())
        .order_by("due_at", "subscriber_id")
        .values_list(
            "subscriber_id",
            "frequency",
            "subscription__language",
            "subscription__brand",
            "subscription__mandate",
            "subscription__publications",
        )
    )
    return list(dict.fromkeys(_Group(*row[:4], row[4] is not None, row[5]) for row in rows[:_LOOK_AT]))


def _make_batch(group: _Group) -> Batch | None:
    """Put all that is due for a group into one batch; None when another process was faster."""
    now = timezone.now()
    due = Notice.objects.filter(
        batch=None,
        due_at__lte=now,
        subscriber_id=group.subscriber_id,
        frequency=group.frequency,
        subscription__language=group.language,
        subscription__brand=group.brand,
        subscription__mandate__isnull=not group.of_pledges,
        subscription__publications=group.of_publications,
    )
    numbers = list(due.values_list("pk", flat=True))
    if not numbers:
        return None
    with transaction.atomic():
        batch = Batch.objects.create(
            subscriber_id=group.subscriber_id,
            frequency=group.frequency,
            language=group.language,
            brand=group.brand,
            created_at=now,
            next_attempt_at=now + LEASE,
        )
        if not Notice.objects.filter(pk__in=numbers, batch=None).update(batch=batch):
            batch.delete()
            return None
    return batch


def _send_waiting(until: float) -> int:
    """Take up what was refused, or what a process left when it died."""
    waiting = Batch.objects.filter(state=Batch.State.WAITING, next_attempt_at__lte=timezone.now())
    done = 0
    for pk in waiting.order_by("next_attempt_at").values_list("pk", flat=True)[:_LOOK_AT]:
        if monotonic() >= until:
            break
        taken = Batch.objects.filter(
            pk=pk, state=Batch.State.WAITING, next_attempt_at__lte=timezone.now()
        ).update(next_attempt_at=timezone.now() + LEASE)
        done += send_batch(pk) if taken else 0
    return done


def send_batch(pk: int) -> int:
    """Hand a batch to its channel: 1 when it was taken, 0 when not, or when nothing of it may be told any more."""
    batch = Batch.objects.select_related("subscriber").filter(pk=pk, state=Batch.State.WAITING).first()
    if batch is None:
        return 0
    message = message_of(batch)
    if message is None:
        _finish(batch, Batch.State.EMPTY)
        return 0
    subscriber = batch.subscriber
    parcel = Parcel(
        key=parcel_key(batch),
        occasion=NEWS,
        subject=message,
        address=subscriber.address,
        language=batch.language,
        brand=batch.brand,
        secret=subscriber.secrets.get("secret", ""),
        options=subscriber.secrets,
    )
    try:
        _channel(subscriber.channel).send(parcel)
    except NotDelivered as refusal:
        return _note_failure(batch, refusal)
    return _finish(batch, Batch.State.SENT)


def parcel_key(batch: Batch) -> str:
    """The id under which a batch is handed over, on every attempt."""
    return f"alert-{batch.pk}"


def retry_batch(*, batch: Batch) -> bool:
    """Give a message that was given up all its attempts again; False when somebody did so before."""
    with transaction.atomic():
        again = Batch.objects.filter(pk=batch.pk, state=Batch.State.FAILED).update(
            state=Batch.State.WAITING, attempts=0, next_attempt_at=timezone.now()
        )
        if again:
            async_task("besa.alerts.services.sending.send_due")
    return bool(again)


def retry_failed_batches() -> int:
    """Give all messages that were given up all their attempts again; how many. The worker looks each minute."""
    failed = Batch.objects.filter(state=Batch.State.FAILED)
    return failed.update(state=Batch.State.WAITING, attempts=0, next_attempt_at=timezone.now())


def _channel(name: str) -> Channel:
    try:
        return message_channels.get(name)
    except KeyError:
        raise NotDelivered("no_such_channel", name) from None


def _finish(batch: Batch, state: Batch.State) -> int:
    return Batch.objects.filter(pk=batch.pk, state=Batch.State.WAITING).update(
        state=state, sent_at=timezone.now(), last_error=""
    )


def _note_failure(batch: Batch, refusal: NotDelivered) -> int:
    """Try again later, give up, or forget an address at which nobody is any more."""
    with transaction.atomic():
        if refusal.key == "gone":
            Subscriber.objects.filter(pk=batch.subscriber_id).delete()
            return 0
        attempts = batch.attempts + 1
        over = refusal.permanent or attempts >= MAX_ATTEMPTS
        Batch.objects.filter(pk=batch.pk, state=Batch.State.WAITING).update(
            attempts=attempts,
            state=Batch.State.FAILED if over else Batch.State.WAITING,
            next_attempt_at=timezone.now() + wait_before(attempts),
            last_error=str(refusal)[:200],
        )
    return 0
