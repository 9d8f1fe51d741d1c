"""A browser whose push service gave it another address: what it follows goes along."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from besa.alerts.models import Batch, Notice, Subscriber, Subscription
from besa.alerts.services.subscriptions import fingerprint_of, write_topics_of

_PUSH = "push"


def move_browser(*, old: str, new: str, keys: Mapping[str, str]) -> bool:
    """Tell a browser at its new address from now on; False for an old address that nobody has, nor had.

    Where the new address follows something by itself already, both become one, and nothing is told twice.
    """
    before, after = fingerprint_of(_PUSH, old), fingerprint_of(_PUSH, new)
    columns = {
        "address": new,
        "fingerprint": after,
        "secrets": dict(keys),
        "unreachable_at": None,
        "bounces": 0,
    }
    if before == after:
        return bool(Subscriber.objects.filter(fingerprint=after).update(secrets=dict(keys)))
    try:
        with transaction.atomic():
            moved = Subscriber.objects.filter(fingerprint=before).update(**columns)
    except IntegrityError:
        return _join(before, after)
    if moved:
        write_topics_of(Subscriber.objects.get(fingerprint=after))
    return bool(moved) or Subscriber.objects.filter(fingerprint=after).exists()


def _join(before: str, after: str) -> bool:
    """What the old address follows and the new one does not, goes over; the old one is forgotten."""
    with transaction.atomic():
        found = {one.fingerprint: one for one in Subscriber.objects.filter(fingerprint__in=[before, after])}
        if before in found and after in found:
            _take_along(found[before], found[after])
            found[before].delete()
            write_topics_of(found[after])
    return True


def _take_along(old: Subscriber, new: Subscriber) -> None:
    """What the new address does not follow yet, with what waits to be told, unless it is told there already."""
    known = Subscription.objects.filter(subscriber=new).values("scope")
    told = Notice.objects.filter(subscriber=new).values("happening")
    missing = Subscription.objects.filter(subscriber=old).exclude(scope__in=known)
    subscriptions = list(missing.values_list("pk", flat=True))
    waiting = Notice.objects.filter(subscription__in=subscriptions).exclude(happening__in=told)
    notices = list(waiting.values_list("pk", flat=True))
    Subscription.objects.filter(pk__in=subscriptions).update(subscriber=new)
    Notice.objects.filter(pk__in=notices).update(subscriber=new)
    Batch.objects.filter(subscriber=old).update(subscriber=new)
