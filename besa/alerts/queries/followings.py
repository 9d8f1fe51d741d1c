"""What one address follows, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from besa.alerts.kinds import OF_PLEDGES, OF_PUBLICATIONS, label_of, names_of
from besa.alerts.models import Subscriber, Subscription
from besa.alerts.scopes import scope_of
from besa.core.registries import message_channels
from besa.people.models import User


@dataclass(frozen=True)
class Followed:
    """One subscription in words."""

    subscription: Subscription
    what: str
    kinds: list[str]


@dataclass(frozen=True)
class Following:
    """One address and all it follows. `where` shows the address itself only where a person can read it."""

    subscriber: Subscriber
    channel: Promise | str
    where: str
    followed: list[Followed]


def following_of(subscriber: Subscriber) -> Following:
    """What an address follows, the newest first."""
    rows = _full().filter(subscriber=subscriber).order_by("-pk")
    return Following(
        subscriber,
        channel_label(subscriber.channel),
        "" if subscriber.channel == "push" else subscriber.address,
        [_followed(row) for row in rows],
    )


def _followed(row: Subscription) -> Followed:
    scope = scope_of(row)
    if row.mandate_id:
        return Followed(row, str(scope), [str(OF_PLEDGES)])
    if row.publications:
        return Followed(row, str(scope), [str(OF_PUBLICATIONS)])
    return Followed(row, str(scope), [label_of(name, scope.municipality) for name in names_of(row.kinds)])


def channel_label(name: str) -> Promise | str:
    """What a channel is called; its name where it is no longer there."""
    try:
        return message_channels.get(name).label
    except KeyError:
        return name


def followings_of_user(user: User) -> list[Following]:
    """What somebody follows with their own address and on everything they added while signed in."""
    own = Q(user=user) | Q(channel="mail", address=user.email.lower())
    return [following_of(subscriber) for subscriber in Subscriber.objects.filter(own).order_by("pk")]


def subscription_of_key(key: str) -> Subscription | None:
    """The subscription of a secret key."""
    return _full().filter(key=key).first()


def _full() -> QuerySet[Subscription]:
    return Subscription.objects.select_related(
        "subscriber",
        "report__category",
        "report__municipality",
        "municipality",
        "place",
        "department",
        "category",
        "mandate__person",
        "organisation",
        "pledge",
    )
