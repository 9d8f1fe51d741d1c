"""Tells coordinators what does not arrive, and which recipients never do anything. Runs regularly in the worker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from besa.core.brands import DEFAULT
from besa.core.links import absolute_url
from besa.core.services import queue_mail
from besa.delivery.limits import limits_of
from besa.delivery.models import Delivery, Recipient
from besa.delivery.queries.coordinators import coordinators_of
from besa.delivery.queries.deliveries import silent_recipients, stuck
from besa.places.models import Municipality


def raise_alarms() -> int:
    """Everything that is new since the last time; how many municipalities were told."""
    now = timezone.now()
    return _tell_of_stuck(now) + _tell_of_silent(now) + _tell_of_bounced(now)


def _tell_of_stuck(now: datetime) -> int:
    """Deliveries that are stuck or failed, in one mail for each municipality; each delivery once a round."""
    new = stuck(now).filter(alarmed_at__isnull=True).select_related("recipient__municipality")
    by_place: dict[Municipality, list[Delivery]] = {}
    for delivery in new.order_by("pk")[:1000]:
        by_place.setdefault(delivery.recipient.municipality, []).append(delivery)
    for municipality, found in by_place.items():
        with transaction.atomic():
            numbers = [delivery.pk for delivery in found]
            if Delivery.objects.filter(pk__in=numbers, alarmed_at__isnull=True).update(alarmed_at=now):
                names = sorted({delivery.recipient.name for delivery in found})
                about = {
                    "count": len(found),
                    "names": names,
                    "reports": sorted({one.report_id for one in found})[:20],
                }
                _tell(municipality, "stuck", "delivery:deliveries", about, f"{numbers[0]} {now.isoformat()}")
    return len(by_place)


def _tell_of_silent(now: datetime) -> int:
    """Recipients that were sent much, over long, and nothing of it was ever acted on."""
    told = 0
    for recipient in silent_recipients(now):
        with transaction.atomic():
            if Recipient.objects.filter(pk=recipient.pk, dead_since__isnull=True).update(dead_since=now):
                days = limits_of(recipient.municipality_id).silent_after.days
                _tell_about(recipient, "silent", now, days=days)
                told += 1
    return told


def _tell_of_bounced(now: datetime) -> int:
    """Recipients whose mails came back within the last day, told once for each time the mark was set."""
    told = 0
    recent = Q(removed_at__isnull=True, bounced_at__gt=now - timedelta(days=1))
    for recipient in Recipient.objects.filter(recent).select_related("municipality"):
        if recipient.bounced_at:
            with transaction.atomic():
                _tell_about(recipient, "bounced", recipient.bounced_at)
            told += 1
    return told


def _tell_about(recipient: Recipient, kind: str, at: datetime, **more: object) -> None:
    about = {"name": recipient.name, "address": recipient.address, **more}
    once = f"{kind} {recipient.pk} {at.isoformat()}"
    _tell(recipient.municipality, kind, "delivery:recipients", about, once)


def _tell(municipality: Municipality, kind: str, view: str, about: Mapping[str, object], once: str) -> None:
    """One mail to each coordinator; the same alarm again is the same mail."""
    for user in coordinators_of(municipality):
        where = {"language": user.language, "brand": DEFAULT.key}
        queue_mail(
            kind=f"delivery.alarm_{kind}",
            subject_key=f"municipality:{municipality.pk}",
            recipient=user.email,
            template=f"delivery/mail/alarm_{kind}.txt",
            context={
                **about,
                "municipality": municipality,
                "link": f"{absolute_url(view, **where)}?municipality={municipality.slug}",
            },
            once=once,
            language=user.language,
            brand=DEFAULT.key,
        )
