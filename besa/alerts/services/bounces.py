"""Mail that comes back: an address at which nothing arrives is not written to any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from besa.alerts.models import Subscriber
from besa.alerts.services.subscriptions import MAIL, fingerprint_of, write_topics_of

#: so many passing failures (a full mailbox) in a row, each within a month of the one before, are a lasting one
PASSING_ALLOWED = 5
#: several within the hour are one: the same failure told twice, or several mails that met the same full mailbox
_ONE_FAILURE = timedelta(hours=1)
_FORGIVEN_AFTER = timedelta(days=30)


def note_bounce(*, address: str, permanent: bool, at: datetime | None = None) -> bool:
    """Note that a mail to an address came back; True when nothing is sent there any more from now on.

    Its owner can come back: whoever follows again from that address is asked, and the answer proves that it works.
    """
    now = at or timezone.now()
    with transaction.atomic():
        fingerprint = fingerprint_of(MAIL, address.strip().lower())
        subscriber = Subscriber.objects.select_for_update().filter(fingerprint=fingerprint).first()
        if subscriber is None or subscriber.unreachable_at is not None:
            return False
        if not permanent and subscriber.bounced_at and now - subscriber.bounced_at < _ONE_FAILURE:
            return False
        recent = subscriber.bounced_at is not None and now - subscriber.bounced_at < _FORGIVEN_AFTER
        subscriber.bounces = subscriber.bounces + 1 if recent else 1
        subscriber.bounced_at = now
        lasting = permanent or subscriber.bounces >= PASSING_ALLOWED
        subscriber.unreachable_at = now if lasting else None
        subscriber.save(update_fields=["bounces", "bounced_at", "unreachable_at"])
        if lasting:
            write_topics_of(subscriber)
    return lasting
