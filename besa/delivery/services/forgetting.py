"""Deletes what deliveries hold of an erased report: its rows, and the mails that came in about it."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from besa.delivery.models import Delivery, IncomingMail

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


def forget_unread(before: datetime) -> int:
    """Delete mails that nobody made anything of; how many."""
    unread = IncomingMail.objects.filter(state=IncomingMail.State.UNREADABLE, received_at__lt=before)
    return unread.delete()[0]


def forget_notes(before: datetime) -> int:
    """Delete the bare notes of mails that were understood; how many."""
    old = IncomingMail.objects.filter(received_at__lt=before).exclude(state=IncomingMail.State.WAITING)
    return old.delete()[0]
