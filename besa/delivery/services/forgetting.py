"""Deletes what deliveries hold of an erased report: its rows, and the mails that came in about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.db import connection

from besa.core.forgetting import Forgetting
from besa.core.mail_addresses import token_of
from besa.delivery.incoming.letters import Unreadable, parse
from besa.delivery.models import Attempt, Delivery, IncomingMail
from besa.delivery.queries.incoming import mail_of

_TABLES = ("delivery_incomingmail", "delivery_attempt", "delivery_delivery")
#: characters of what the other side said
_DETAIL = 300


def forget_report(forgetting: Forgetting) -> None:
    """In the transaction that erases `report:<uid>`: deliveries, attempts, and with them every answer as it came.

    Of passages: what the other side said, and answers that quote them and that nobody could read. An answer that still
    waits to be read is an update in a minute, and its quotation of the report is cut off then.
    """
    if not forgetting.subject.startswith("report:"):
        return
    deliveries = Delivery.objects.filter(report__uid=forgetting.subject.removeprefix("report:"))
    if forgetting.everything:
        deliveries.delete()
        _forget_returned()
        return
    for attempt in Attempt.objects.filter(delivery__in=deliveries).exclude(detail=""):
        if forgetting.touches(attempt.detail):
            Attempt.objects.filter(pk=attempt.pk).update(detail=forgetting.left_of(attempt.detail)[:_DETAIL])
    unread = IncomingMail.objects.filter(delivery__in=deliveries, state=IncomingMail.State.UNREADABLE)
    for mail in unread.exclude(raw=None):
        if any(forgetting.touches(text) for text in _texts_of(bytes(mail.raw or b""))):
            IncomingMail.objects.filter(pk=mail.pk).update(raw=None)


def _forget_returned() -> None:
    """Mails that came back, are not understood yet and quote one that is erased: those of ours that are gone."""
    for mail in IncomingMail.objects.filter(state=IncomingMail.State.WAITING, delivery=None).defer("raw"):
        token = token_of(mail.mailbox)
        if token is None or mail_of(token) is None:
            mail.delete()


def _texts_of(raw: bytes) -> Iterator[str]:
    """All that is text in a mail, as it was before it was encoded; of a mail that cannot be taken apart, all."""
    yield raw.decode("utf-8", "replace")
    with suppress(Unreadable, LookupError, ValueError):
        for part in parse(raw).walk():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield content.decode(part.get_content_charset("utf-8"), "replace")


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
