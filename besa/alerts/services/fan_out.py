"""From something that happened to a notice for everybody who wants to hear of it, once each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from besa.alerts.kinds import Kind
from besa.alerts.models import Happening, Notice, Subscriber, Subscription
from besa.alerts.queries.matching import Match, matches_of, matches_of_words
from besa.alerts.queries.recipients import reporters_of_duplicates
from besa.alerts.services.subscriptions import MAIL, fingerprint_of
from besa.alerts.times import due_at, zone_named
from besa.alerts.topics import topics_of_pledge, topics_of_publication
from besa.pledges.models import Rating
from besa.publications.models import Revision
from besa.reports.models import Report, Reporter, Transition, Update
from besa.reports.models.report import Visibility

SEND = "besa.alerts.services.sending.send_due"
_AT_ONCE = 1_000


def tell_followers(
    *,
    report: Report,
    kind: Kind,
    source: str,
    transition: Transition | None = None,
    update: Update | None = None,
    deadline: str = "",
    only_of_report: bool = False,
) -> int:
    """Note for every follower that something happened to a public report; the number of notices.

    `only_of_report` leaves out who follows an area or a category.
    `source` names what happened (`transition:5`): told again it changes nothing, so a listener may run twice.
    """
    if report.visibility != Visibility.PUBLIC:
        return 0
    now = timezone.now()
    matches = _without_reporter(report, matches_of(report, kind))
    if only_of_report:
        own = set(Subscription.objects.filter(report=report).values_list("pk", flat=True))
        matches = [match for match in matches if match.subscription_id in own]
    if not matches:
        return 0
    with transaction.atomic():
        happening, _ = Happening.objects.get_or_create(
            source=source,
            defaults={
                "report": report,
                "kind": kind,
                "transition": transition,
                "update": update,
                "deadline": deadline,
                "at": now,
            },
        )
        # A process that died between the notices and their sending left them all, or none.
        Notice.objects.bulk_create(
            [_notice(happening, match, now) for match in matches], batch_size=_AT_ONCE, ignore_conflicts=True
        )
        async_task(SEND)
    return len(matches)


def tell_pledge_followers(*, ratings: Iterable[Rating]) -> int:
    """Note for every follower of a mandate, a policy area or a pledge that it was rated; the number of notices.

    Told again it changes nothing. All of a round are noted together, so that they go out in one message.
    """
    now, told = timezone.now(), 0
    with transaction.atomic():
        for rating in ratings:
            matches = matches_of_words(topics_of_pledge(rating.pledge), Kind.CHANGED)
            if not matches:
                continue
            happening, _ = Happening.objects.get_or_create(
                source=f"rating:{rating.pk}", defaults={"rating": rating, "kind": Kind.CHANGED, "at": now}
            )
            notices = [_notice(happening, match, now) for match in matches]
            Notice.objects.bulk_create(notices, batch_size=_AT_ONCE, ignore_conflicts=True)
            told += len(notices)
        if told:
            async_task(SEND)
    return told


def tell_publication_followers(*, revision: Revision) -> int:
    """Note for everybody who follows such publications that one is public, or corrected; the number of notices.

    Told again it changes nothing. In which language somebody hears of it is decided when the message is written.
    """
    matches = matches_of_words(topics_of_publication(revision.edition.publication), Kind.CHANGED)
    if not matches:
        return 0
    now = timezone.now()
    with transaction.atomic():
        happening, _ = Happening.objects.get_or_create(
            source=f"revision:{revision.pk}", defaults={"revision": revision, "kind": Kind.CHANGED, "at": now}
        )
        notices = [_notice(happening, match, now) for match in matches]
        Notice.objects.bulk_create(notices, batch_size=_AT_ONCE, ignore_conflicts=True)
        async_task(SEND)
    return len(notices)


def _notice(happening: Happening, match: Match, now: datetime) -> Notice:
    return Notice(
        subscriber_id=match.subscriber_id,
        subscription_id=match.subscription_id,
        happening=happening,
        frequency=match.frequency,
        due_at=_due(now, match.frequency, match.time_zone, match.quiet_from, match.quiet_until),
    )


@lru_cache(maxsize=1_000)
def _due(
    now: datetime, frequency: str, zone: str, quiet_from: int | None, quiet_until: int | None
) -> datetime:
    """One answer for all who chose the same: a hundred thousand followers have few different mornings."""
    return due_at(now, frequency, zone_named(zone), quiet_from, quiet_until)


def _without_reporter(report: Report, matches: list[Match]) -> list[Match]:
    """Reporters have mails of their own about their report, with links that only they get."""
    if not matches:
        return matches
    emails = set(Reporter.objects.filter(report=report).exclude(email="").values_list("email", flat=True))
    emails |= {recipient.email for recipient in reporters_of_duplicates(report)}
    prints = [fingerprint_of(MAIL, email.strip().lower()) for email in emails]
    own = set(Subscriber.objects.filter(fingerprint__in=prints).values_list("pk", flat=True))
    return [match for match in matches if match.subscriber_id not in own]
