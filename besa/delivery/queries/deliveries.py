"""Deliveries as coordinators and the desk see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from besa.core.counting import Counts, write_counts
from besa.delivery.limits import Limits, limits_of, waits_too_long
from besa.delivery.models import Delivery, IncomingMail, Recipient, State
from besa.delivery.models.delivery import WAITING
from besa.places.models import Municipality

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
    return _unsolved(waits_too_long(now or timezone.now()))


def _unsolved(late: Q) -> QuerySet[Delivery]:
    return Delivery.objects.filter(late | Q(state=State.FAILED), recipient__removed_at__isnull=True)


def silent_recipients(now: datetime) -> list[Recipient]:
    """Recipients that got enough for long enough while nothing was ever acted on, and of whom nobody was told."""
    acted = Q(deliveries__acted_at__isnull=False) | Q(deliveries__replied_at__isnull=False)
    idle = (
        Recipient.objects.filter(removed_at__isnull=True, dead_since__isnull=True, municipality__active=True)
        .select_related("municipality")
        .annotate(
            sent=Count("deliveries", filter=Q(deliveries__sent_at__isnull=False)),
            acted=Count("deliveries", filter=acted),
            first_sent=Min("deliveries__sent_at"),
        )
        .filter(sent__gte=1, acted=0)
        .order_by("pk")
    )
    return [one for one in idle if _is_silent(one, limits_of(one.municipality_id), now)]


def _is_silent(recipient: Any, limits: Limits, now: datetime) -> bool:
    """By what was counted with it."""
    return bool(recipient.sent >= limits.silent_reports and recipient.first_sent <= now - limits.silent_after)


#: stand for the request's values while the statement is written
_MOMENT, _SOMEWHERE = datetime(1971, 1, 11, 1, 2, 3, tzinfo=UTC), -102


def trouble_counts(municipality: Municipality | None = None) -> dict[str, int]:
    """What does not arrive, which recipients are dead, how many mails wait for a person. One query."""
    if municipality is None:
        names, counts = _trouble(None, stuck())
        return dict(zip(names, counts.ask({}), strict=True))
    names, counts = _trouble_in_one(connection.vendor)
    late = timezone.now() - limits_of(municipality.pk).stuck_after
    return dict(zip(names, counts.ask({_MOMENT: late, _SOMEWHERE: municipality.pk}), strict=True))


@lru_cache(maxsize=2)
def _trouble_in_one(vendor: str) -> tuple[list[str], Counts]:
    """Written once for all municipalities, whose number and limit are put in later."""
    late = Q(state__in=WAITING, queued_at__lt=_MOMENT)
    problems = _unsolved(late).filter(recipient__municipality=_SOMEWHERE)
    return _trouble(Municipality(pk=_SOMEWHERE), problems)


def _trouble(municipality: Municipality | None, problems: QuerySet[Delivery]) -> tuple[list[str], Counts]:
    """The names of the troubles and the statement that counts them, in one municipality or in all."""
    recipients = Recipient.objects.filter(removed_at__isnull=True)
    unread = IncomingMail.objects.filter(state=IncomingMail.State.UNREADABLE)
    if municipality is not None:
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
