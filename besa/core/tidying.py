"""Forgets what has served its time: answers to retries, spent challenges, full buckets, texts of sent mails."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from besa.core.models import IdempotencyKey, OutboxEvent, OutgoingMail, RateBucket, SpentChallenge

RETRY_WINDOW = timedelta(days=14)
SENT_MAIL_KEPT = timedelta(days=30)
DONE_EVENT_KEPT = timedelta(days=30)
BUCKET_KEPT = timedelta(days=2)


def tidy() -> int:
    """Delete what is past its time; the number of rows gone."""
    now = timezone.now()
    past = [
        IdempotencyKey.objects.filter(created_at__lt=now - RETRY_WINDOW),
        SpentChallenge.objects.filter(expires_at__lt=now),
        RateBucket.objects.filter(refilled_at__lt=now - BUCKET_KEPT),
        OutboxEvent.objects.filter(done_at__lt=now - DONE_EVENT_KEPT),
        OutgoingMail.objects.filter(state=OutgoingMail.State.SENT, sent_at__lt=now - SENT_MAIL_KEPT),
    ]
    return sum(rows.delete()[0] for rows in past)
