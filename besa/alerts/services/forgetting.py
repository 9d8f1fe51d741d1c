"""Forgetting: what is erased, what nobody confirmed, what was told long ago."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from besa.alerts.channels.mail import NEWS_MAIL
from besa.alerts.models import Batch, Happening, Notice, Subscriber, Subscription
from besa.alerts.services.sending import parcel_key
from besa.core.models import OutgoingMail
from besa.core.services import mark_of

_AT_ONCE = 500


def forget_report(*, report_id: int) -> None:
    """Take an erased report out of everything that tells of it. May run twice.

    Messages that are queued, such as a digest, are taken back; what else they told is put into words again.
    """
    with transaction.atomic():
        take_back_messages(report_id=report_id)
        OutgoingMail.objects.filter(subject_key=f"report:{report_id}").delete()
        Happening.objects.filter(report_id=report_id).delete()
        followers = Subscription.objects.filter(report_id=report_id)
        numbers = list(followers.values_list("subscriber_id", flat=True))
        followers.delete()
        _forget_without_subscriptions(numbers)


def take_back_messages(*, report_id: int) -> None:
    """Delete the messages that tell of a report as they were worded; those that wait are put into words again."""
    batches = Batch.objects.filter(notices__happening__report_id=report_id).distinct()
    for batch in list(batches.select_related("subscriber")):
        take_back(batch)


def take_back(batch: Batch) -> None:
    """Have a message whose mail still waits written again."""
    mark = mark_of(kind=NEWS_MAIL, once=parcel_key(batch), recipient=batch.subscriber.address)
    mails = OutgoingMail.objects.filter(once=mark)
    if mails.filter(state=OutgoingMail.State.WAITING).exists():
        now = timezone.now()
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.WAITING, sent_at=None, next_attempt_at=now)
    mails.delete()


def _forget_without_subscriptions(numbers: list[int]) -> None:
    kept = Subscription.objects.filter(subscriber=OuterRef("pk"))
    for start in range(0, len(numbers), _AT_ONCE):
        part = Subscriber.objects.filter(pk__in=numbers[start : start + _AT_ONCE])
        part.filter(~Exists(kept)).delete()


def forget_unconfirmed(before: datetime) -> int:
    """Forget questions that nobody answered, and addresses that follow nothing; rows gone."""
    gone = Subscription.objects.filter(confirmed_at=None, created_at__lt=before).delete()[0]
    kept = Subscription.objects.filter(subscriber=OuterRef("pk"))
    return gone + int(Subscriber.objects.filter(~Exists(kept), created_at__lt=before).delete()[0])


def forget_told(before: datetime) -> int:
    """Forget what was told long ago; rows gone."""
    waiting = Notice.objects.filter(happening=OuterRef("pk"), batch=None)
    gone = Batch.objects.filter(created_at__lt=before).exclude(state=Batch.State.WAITING).delete()[0]
    return gone + int(Happening.objects.filter(~Exists(waiting), at__lt=before).delete()[0])
