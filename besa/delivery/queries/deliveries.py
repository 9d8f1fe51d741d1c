"""Deliveries as coordinators and the desk see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from besa.core.counting import Counts, write_counts
from besa.delivery.models import Delivery, IncomingMail, Recipient, State
from besa.delivery.models.delivery import WAITING
from besa.places.models import Municipality

#: a delivery that is not out after this long is stuck
STUCK_AFTER = timedelta(minutes=30)
#: a recipient that was sent so many reports, the first of them so long ago, and never did anything, is silent
SILENT_COUNT = 5
SILENT_AFTER = timedelta(days=14)
#: what a filter means
GROUPS: dict[str, frozenset[State]] = {
    "problems": frozenset({State.FAILED, State.RETRYING}),
    "waiting": WAITING,
    "sent": frozenset({State.SENT, State.ACCEPTED}),
    "acted_on": frozenset({State.ACTED_ON}),
    "cancelled": frozenset({State.CANCELLED}),
}


@dataclass(frozen=True)
class Tally:
    """What a recipient was sent, and whether anything came of it."""

    sent: int = 0
    acted_on: int = 0
    failed: int = 0
    waiting: int = 0
    first: datetime | None = None
    last: datetime | None = None


def deliveries_of(
    municipality: Municipality, *, group: str = "", recipient_id: int | None = None, number: int | None = None
) -> QuerySet[Delivery]:
    """Newest first, narrowed by a group of states, a recipient, a report's number."""
    wanted = Q(recipient__municipality=municipality)
    if group in GROUPS:
        wanted &= Q(state__in=GROUPS[group])
    if recipient_id is not None:
        wanted &= Q(recipient_id=recipient_id)
    if number is not None:
        wanted &= Q(report_id=number)
    found = Delivery.objects.filter(wanted).select_related("recipient", "report__category")
    return found.order_by("-queued_at", "-pk")


def deliveries_to_report(report_id: int) -> list[Delivery]:
    """All of one report, for its page on the desk."""
    return list(
        Delivery.objects.filter(report_id=report_id)
        .select_related("recipient")
        .order_by("recipient__name", "pk")
    )


def tallies_of(recipients: list[Recipient]) -> dict[int, Tally]:
    """What each was sent. One query."""
    rows = (
        Delivery.objects.filter(recipient__in=recipients)
        .values("recipient_id")
        .annotate(
            sent=Count("pk", filter=Q(sent_at__isnull=False)),
            acted_on=Count("pk", filter=Q(state=State.ACTED_ON)),
            failed=Count("pk", filter=Q(state=State.FAILED)),
            waiting=Count("pk", filter=Q(state__in=WAITING)),
            first=Min("sent_at"),
            last=Max("sent_at"),
        )
    )
    return {
        row["recipient_id"]: Tally(
            sent=row["sent"],
            acted_on=row["acted_on"],
            failed=row["failed"],
            waiting=row["waiting"],
            first=row["first"],
            last=row["last"],
        )
        for row in rows
    }


def stuck(now: datetime | None = None) -> QuerySet[Delivery]:
    """Deliveries that ought to be out, and those that were given up and wait for somebody."""
    now = now or timezone.now()
    late = Q(state__in=WAITING, queued_at__lt=now - STUCK_AFTER)
    return Delivery.objects.filter(late | Q(state=State.FAILED), recipient__removed_at__isnull=True)


def silent_recipients(now: datetime) -> list[Recipient]:
    """Recipients that got enough for long enough while nothing was ever acted on, and of whom nobody was told."""
    acted = Q(deliveries__acted_at__isnull=False) | Q(deliveries__replied_at__isnull=False)
    return list(
        Recipient.objects.filter(removed_at__isnull=True, dead_since__isnull=True, municipality__active=True)
        .select_related("municipality")
        .annotate(
            sent=Count("deliveries", filter=Q(deliveries__sent_at__isnull=False)),
            acted=Count("deliveries", filter=acted),
            first_sent=Min("deliveries__sent_at"),
        )
        .filter(sent__gte=SILENT_COUNT, acted=0, first_sent__lte=now - SILENT_AFTER)
        .order_by("pk")
    )


#: stand for the request's values while the statement is written
_MOMENT, _SOMEWHERE = datetime(1971, 1, 11, 1, 2, 3, tzinfo=UTC), -102


def trouble_counts(municipality: Municipality | None = None) -> dict[str, int]:
    """What does not arrive, which recipients are dead, how many mails wait for a person. One query."""
    names, counts = _trouble(municipality is not None, connection.vendor)
    late = timezone.now() - STUCK_AFTER
    meant = {_MOMENT - STUCK_AFTER: late, _SOMEWHERE: municipality.pk if municipality else 0}
    return dict(zip(names, counts.ask(meant), strict=True))


@lru_cache(maxsize=4)
def _trouble(in_one: bool, vendor: str) -> tuple[list[str], Counts]:
    """The names of the troubles and the statement that counts them, in one municipality or in all."""
    municipality = Municipality(pk=_SOMEWHERE) if in_one else None
    problems = stuck(_MOMENT)
    recipients = Recipient.objects.filter(removed_at__isnull=True)
    unread = IncomingMail.objects.filter(state=IncomingMail.State.UNREADABLE)
    if municipality is not None:
        problems = problems.filter(recipient__municipality=municipality)
        recipients = recipients.filter(municipality=municipality)
        unread = unread.filter(municipality=municipality)
    parts: dict[str, QuerySet[Any]] = {
        "deliveries_stuck": problems.exclude(state=State.FAILED),
        "deliveries_failed": problems.filter(state=State.FAILED),
        "recipients_silent": recipients.filter(dead_since__isnull=False),
        "recipients_bouncing": recipients.filter(bounced_at__isnull=False),
        "mails_to_read": unread,
    }
    return list(parts), write_counts(rows.order_by() for rows in parts.values())
