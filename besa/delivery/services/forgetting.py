"""Deletes what deliveries hold of an erased report: its rows, and the mails that came in about it."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from besa.delivery.models import Delivery, IncomingMail

#: a mail that nobody made anything of, and the bare note of one that was understood
UNREAD_KEPT = timedelta(days=30)
NOTE_KEPT = timedelta(days=90)
_TABLES = ("delivery_incomingmail", "delivery_attempt", "delivery_delivery")


def forget_report(subject: str) -> None:
    """In the transaction that erases `report:<uid>`: deliveries, attempts, and with them every answer as it came."""
    if subject.startswith("report:"):
        Delivery.objects.filter(report__uid=subject.removeprefix("report:")).delete()


def scrub_tables() -> None:
    """Take the dead rows out of PostgreSQL's tables. Worker only; SQLite overwrites what it deletes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {', '.join(_TABLES)}")


def tidy() -> int:
    """Delete mails past their time; how many. Runs each day."""
    now = timezone.now()
    unread = IncomingMail.objects.filter(
        state=IncomingMail.State.UNREADABLE, received_at__lt=now - UNREAD_KEPT
    )
    old = IncomingMail.objects.filter(received_at__lt=now - NOTE_KEPT).exclude(
        state=IncomingMail.State.WAITING
    )
    return unread.delete()[0] + old.delete()[0]
