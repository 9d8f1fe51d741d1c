"""Following a report, and stopping. No ledger entries: who wants mail is nobody else's business."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from besa.alerts.models import Subscription
from besa.core.links import absolute_url
from besa.core.services import queue_mail
from besa.reports.models import Report, Reporter


def follow_report(*, report: Report, email: str, language: str, brand: str) -> None:
    """Ask the owner of an address whether they want to follow. Nothing else is sent before they say yes.

    Says nothing about whether the address follows already, so that nobody can find out. The question goes to
    an address once a day at most for the same report, so that nobody can be flooded with it.
    """
    email = email.strip().lower()
    today = timezone.localdate().isoformat()
    with transaction.atomic():
        subscription, _ = Subscription.objects.get_or_create(
            report=report,
            email=email,
            defaults={"language": language, "brand": brand, "key": secrets.token_urlsafe(16)},
        )
        if subscription.confirmed_at is not None and subscription.stopped_at is None:
            return
        where = {"language": language, "brand": brand}
        queue_mail(
            kind="alerts.follow_question",
            subject_key=f"report:{report.pk}",
            recipient=email,
            template="alerts/mail/follow_question.txt",
            context={
                "report": report,
                "confirm_link": absolute_url("alerts:confirm", subscription.key, **where),
                "link": absolute_url("reports:detail", report.pk, **where),
            },
            once=f"report:{report.pk} {today}",
            language=where["language"],
            brand=where["brand"],
        )


def confirm_subscription(*, key: str) -> Report | None:
    """The owner of the address said yes; the report they follow, or None for a key that is gone."""
    with transaction.atomic():
        Subscription.objects.filter(key=key, confirmed_at__isnull=True).update(confirmed_at=timezone.now())
        Subscription.objects.filter(key=key).update(stopped_at=None)
    subscription = Subscription.objects.filter(key=key).select_related("report").first()
    return subscription.report if subscription else None


def stop_following(*, key: str) -> None:
    """Forget the address of a follower. No error when it is forgotten already: people press twice."""
    with transaction.atomic():
        Subscription.objects.filter(key=key).delete()


def silence_reporter(*, reporter: Reporter) -> None:
    """The reporter wants no more mail about their report; the private link keeps working."""
    with transaction.atomic():
        Subscription.objects.update_or_create(
            report_id=reporter.report_id,
            email=reporter.email.lower(),
            defaults={"stopped_at": timezone.now()},
            create_defaults={
                "stopped_at": timezone.now(),
                "language": reporter.language,
                "brand": reporter.brand,
                "key": secrets.token_urlsafe(16),
            },
        )


def forget_report(*, report_id: int) -> None:
    """Delete every subscription of an erased report."""
    with transaction.atomic():
        Subscription.objects.filter(report_id=report_id).delete()
