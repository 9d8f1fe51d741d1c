"""Following, and stopping. No ledger entries: who wants mail is nobody else's business."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from besa.alerts.events import FollowAsked
from besa.alerts.kinds import OF_A_REPORT, Kind
from besa.alerts.models import Frequency, Notice, Subscriber, Subscription, Topic
from besa.alerts.scopes import Scope, scope_of
from besa.core.services import publish
from besa.people.models import User
from besa.reports.models import Report

MAIL = "mail"


@dataclass(frozen=True)
class Wish:
    """Of what somebody wants to hear, how often, and in whose words."""

    language: str
    brand: str
    kinds: Kind = OF_A_REPORT
    frequency: str = Frequency.NOW


@dataclass(frozen=True)
class Address:
    """Where somebody wants to be told. `proven` when it is certain that it is theirs, or that they said yes."""

    channel: str
    address: str
    secrets: Mapping[str, str] | None = None
    user: User | None = None
    proven: bool = False


def fingerprint_of(channel: str, address: str) -> str:
    """What an address is found by, so that long addresses need no long index."""
    return sha256(f"{channel} {address}".encode()).hexdigest()


def new_secret() -> str:
    """A secret by which a program knows that a message is ours."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


def follow(*, scope: Scope, wish: Wish, to: Address) -> Subscription:
    """Follow something. Unless the address is proven, its owner is asked first, and nothing else is sent before.

    Says nothing about whether the address follows it already, and changes nothing then, so that nobody can find out
    or meddle; on a proven address the wish replaces the earlier one.
    """
    with transaction.atomic():
        subscriber = _subscriber(to)
        subscription = Subscription.objects.filter(subscriber=subscriber, scope=scope.key).first()
        known = subscription is not None and subscription.confirmed_at is not None
        if subscription is None:
            subscription = _new(subscriber, scope, wish)
        elif to.proven or not known:
            _write_wish(subscription, wish)
        if to.proven:
            _confirm(subscription)
        else:
            publish(FollowAsked(subscription=subscription.pk))
    return subscription


def follow_report(*, report: Report, email: str, language: str, brand: str) -> Subscription:
    """Ask the owner of an address whether they want to follow a report."""
    return follow(
        scope=Scope(report=report, municipality=report.municipality),
        wish=Wish(language=language, brand=brand),
        to=Address(MAIL, email.strip().lower()),
    )


def _subscriber(to: Address) -> Subscriber:
    subscriber, made = Subscriber.objects.get_or_create(
        fingerprint=fingerprint_of(to.channel, to.address),
        defaults={
            "channel": to.channel,
            "address": to.address,
            "secrets": dict(to.secrets or {"secret": new_secret()}),
            "key": secrets.token_urlsafe(16),
            "user": to.user if to.proven or to.channel != MAIL else None,
        },
    )
    changed = []
    if not made and to.proven and to.secrets and subscriber.secrets != dict(to.secrets):
        subscriber.secrets = dict(to.secrets)
        changed.append("secrets")
    if not made and to.proven and to.user and subscriber.user_id is None:
        subscriber.user = to.user
        changed.append("user")
    if changed:
        subscriber.save(update_fields=changed)
    return subscriber


def _new(subscriber: Subscriber, scope: Scope, wish: Wish) -> Subscription:
    circle = scope.circle
    return Subscription.objects.create(
        subscriber=subscriber,
        scope=scope.key,
        report=scope.report,
        municipality=scope.municipality,
        place=scope.place,
        department=scope.department,
        category=scope.category,
        mandate=scope.mandate,
        pledge=scope.pledge,
        policy_area=scope.policy_area,
        publications=scope.publications,
        organisation=scope.organisation,
        publication_kind=scope.publication_kind,
        lat=circle.lat if circle else None,
        lon=circle.lon if circle else None,
        radius_m=round(circle.radius_m) if circle else None,
        kinds=wish.kinds,
        frequency=wish.frequency,
        language=wish.language,
        brand=wish.brand,
        key=secrets.token_urlsafe(16),
    )


def _write_wish(subscription: Subscription, wish: Wish) -> None:
    subscription.kinds = wish.kinds
    subscription.frequency = wish.frequency
    subscription.language, subscription.brand = wish.language, wish.brand
    subscription.save(update_fields=["kinds", "frequency", "language", "brand"])


def confirm_subscription(*, key: str) -> Subscription | None:
    """The owner of the address said yes; the subscription, or None for a key that is gone."""
    with transaction.atomic():
        subscription = _full().filter(key=key).first()
        if subscription is not None:
            _confirm(subscription)
    return subscription


def _confirm(subscription: Subscription) -> None:
    now = timezone.now()
    subscriber = subscription.subscriber
    if subscription.confirmed_at is None:
        subscription.confirmed_at = now
        subscription.save(update_fields=["confirmed_at"])
    if subscriber.confirmed_at is None or subscriber.unreachable_at is not None:
        subscriber.confirmed_at = subscriber.confirmed_at or now
        subscriber.unreachable_at, subscriber.bounces = None, 0
        subscriber.save(update_fields=["confirmed_at", "unreachable_at", "bounces"])
        write_topics_of(subscriber)
    else:
        write_topics(subscription)


def write_topics(subscription: Subscription) -> None:
    """Let a subscription be found, or not, by what it is now."""
    Topic.objects.filter(subscription=subscription).delete()
    subscriber = subscription.subscriber
    silent = subscription.paused_at or subscriber.paused_at or subscriber.unreachable_at
    if subscription.confirmed_at is None or silent:
        Notice.objects.filter(subscription=subscription, batch=None).delete()
        return
    Topic.objects.bulk_create(
        Topic(subscription=subscription, word=word, kinds=subscription.kinds)
        for word in scope_of(subscription).topics
    )


def write_topics_of(subscriber: Subscriber) -> None:
    """Let everything that an address follows be found, or not."""
    for subscription in _full().filter(subscriber_id=subscriber.pk):
        write_topics(subscription)


def stop_following(*, key: str) -> None:
    """Stop one subscription. No error when it is stopped already: people press twice."""
    with transaction.atomic():
        subscription = Subscription.objects.filter(key=key).first()
        if subscription is not None:
            subscription.delete()
            forget_without_subscriptions(subscriber_id=subscription.subscriber_id)


def stop_everything(*, subscriber: Subscriber) -> None:
    """Stop all that an address follows, and forget the address."""
    with transaction.atomic():
        subscriber.delete()


def forget_without_subscriptions(*, subscriber_id: int) -> None:
    """Forget an address that follows nothing any more."""
    if not Subscription.objects.filter(subscriber_id=subscriber_id).exists():
        Subscriber.objects.filter(pk=subscriber_id).delete()


def follow_part(*, report: Report, part: Report) -> None:
    """Whoever follows a report follows the part that was split from it as well. May run twice."""
    scope = Scope(report=part, municipality=part.municipality)
    with transaction.atomic():
        there = set(Subscription.objects.filter(report=part).values_list("subscriber_id", flat=True))
        confirmed = _full().filter(report=report, confirmed_at__isnull=False)
        for subscription in confirmed.exclude(subscriber__in=there):
            subscription.pk, subscription.key = None, secrets.token_urlsafe(16)
            subscription.report, subscription.municipality = part, scope.municipality
            subscription.scope = scope.key
            subscription.save(force_insert=True)
            write_topics(subscription)


def _full() -> QuerySet[Subscription]:
    return Subscription.objects.select_related(
        "subscriber",
        "report__category",
        "municipality",
        "place",
        "department",
        "category",
        "mandate__person",
        "pledge",
        "organisation",
    )
