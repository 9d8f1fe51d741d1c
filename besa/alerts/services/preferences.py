"""Changing how somebody is told: kinds, frequency, language, pauses, quiet hours. What waits moves along."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from besa.alerts.kinds import Kind
from besa.alerts.models import Notice, Subscriber, Subscription
from besa.alerts.services.subscriptions import write_topics, write_topics_of
from besa.alerts.times import due_at, zone_named


def change_subscription(
    *, subscription: Subscription, kinds: Kind, frequency: str, language: str
) -> Subscription:
    """Write what somebody chose for one subscription."""
    with transaction.atomic():
        subscription.kinds, subscription.frequency = kinds, frequency
        subscription.language = language
        subscription.save(update_fields=["kinds", "frequency", "language"])
        write_topics(subscription)
        _plan_again(Notice.objects.filter(subscription=subscription))
    return subscription


def pause_subscription(*, subscription: Subscription, paused: bool) -> None:
    """Say nothing about it until further notice, or go on. What happens meanwhile is not told later."""
    with transaction.atomic():
        subscription.paused_at = timezone.now() if paused else None
        subscription.save(update_fields=["paused_at"])
        write_topics(subscription)


def pause_everything(*, subscriber: Subscriber, paused: bool) -> None:
    """The same for all that an address follows."""
    with transaction.atomic():
        subscriber.paused_at = timezone.now() if paused else None
        subscriber.save(update_fields=["paused_at"])
        write_topics_of(subscriber)


def change_quiet_hours(*, subscriber: Subscriber, quiet_from: int | None, quiet_until: int | None) -> None:
    """Hours of the day in which nothing is sent; two equal ones, or none, are no quiet hours."""
    with transaction.atomic():
        subscriber.quiet_from, subscriber.quiet_until = quiet_from, quiet_until
        subscriber.save(update_fields=["quiet_from", "quiet_until"])
        _plan_again(Notice.objects.filter(subscriber=subscriber))


def _plan_again(notices: QuerySet[Notice]) -> None:
    """Give what waits the time at which it goes out by the new rules."""
    now = timezone.now()
    changed = list(notices.filter(batch=None).select_related("subscriber", "subscription__municipality"))
    for notice in changed:
        subscriber, subscription = notice.subscriber, notice.subscription
        municipality = subscription.municipality
        notice.frequency = subscription.frequency
        notice.due_at = due_at(
            now,
            subscription.frequency,
            zone_named(municipality.time_zone if municipality else ""),
            subscriber.quiet_from,
            subscriber.quiet_until,
        )
    Notice.objects.bulk_update(changed, ["frequency", "due_at"], batch_size=500)
