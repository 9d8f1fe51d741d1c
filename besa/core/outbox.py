"""What the worker does with the outbox: events to their listeners, mails to their server.

django-q2 hands out tasks with a lease, at least once, so everything here may run twice. A task that fails is
tried again by `sweep`, later each time, and after the last attempt stays where administrators see it.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_q.tasks import async_task

from besa.core.events import decode, listeners_of
from besa.core.mail_addresses import MAIL_BOUNCE, address_for
from besa.core.mail_server import connection_from
from besa.core.models import ListenerRun, OutboxEvent, OutgoingMail
from besa.core.registries import mail_checks

MAX_ATTEMPTS = 12
STUCK_AFTER = timedelta(minutes=15)


def wait_before(attempt: int) -> timedelta:
    """How long to wait before an attempt: one minute, doubling, at most six hours."""
    return min(timedelta(hours=6), timedelta(minutes=2 ** max(0, attempt - 1)))


def deliver_event(pk: int) -> None:
    """Run every listener of an event that has not succeeded yet; the event is done when all have, or gave up."""
    row = OutboxEvent.objects.filter(pk=pk, done_at__isnull=True).first()
    if row is None:
        return
    item = decode(row.name, row.payload)
    outcomes = [_run(row, name, listener, item) for name, listener in listeners_of(row.name).items()]
    if all(outcomes):
        OutboxEvent.objects.filter(pk=pk).update(done_at=timezone.now())


def _run(row: OutboxEvent, name: str, listener: Callable[[Any], None], item: Any) -> bool:
    run, _ = ListenerRun.objects.get_or_create(event=row, listener=name)
    if run.done_at or run.failed_at:
        return True
    if run.next_attempt_at and run.next_attempt_at > timezone.now():
        return False
    try:
        listener(item)
    except Exception:  # a listener may fail in any way, and must not stop the others
        return _note_failure(run, traceback.format_exc())
    ListenerRun.objects.filter(pk=run.pk).update(done_at=timezone.now(), attempts=run.attempts + 1)
    return True


def _note_failure(run: ListenerRun, error: str) -> bool:
    run.attempts += 1
    run.last_error = error[-4000:]
    run.next_attempt_at = timezone.now() + wait_before(run.attempts)
    if run.attempts >= MAX_ATTEMPTS:
        run.failed_at = timezone.now()
    run.save()
    return run.failed_at is not None


def send_mail(pk: int) -> None:
    """Send one mail. A second run after a crash repeats at most this mail, with the same Message-ID.

    What may not be told any more is deleted instead, see `registries.mail_checks`.
    """
    mail = OutgoingMail.objects.filter(pk=pk, state=OutgoingMail.State.WAITING).first()
    if mail is None:
        return
    if not _may_still_go(mail):
        OutgoingMail.objects.filter(pk=pk, state=OutgoingMail.State.WAITING).delete()
        return
    try:
        if settings.MAIL_ADDRESS:
            _message(mail).send()
    except Exception:  # the server may fail in any way; the mail waits for the next attempt
        mail.attempts += 1
        mail.last_error = traceback.format_exc()[-4000:]
        if mail.attempts >= MAX_ATTEMPTS:
            mail.state = OutgoingMail.State.FAILED
        mail.save(update_fields=["attempts", "last_error", "state"])
        return
    OutgoingMail.objects.filter(pk=pk).update(state=OutgoingMail.State.SENT, sent_at=timezone.now())


def _may_still_go(mail: OutgoingMail) -> bool:
    check = dict(mail_checks.all()).get(mail.kind.partition(".")[0])
    return check is None or check(mail)


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        address_for(MAIL_BOUNCE, str(mail.pk)) or settings.DEFAULT_FROM_EMAIL,  # where failures come back to
        [mail.recipient],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
            **mail.headers,
        },
        connection=connection_from(settings.MAIL_ADDRESS),
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def sweep() -> int:
    """Queue again what is due: failed listeners, lost tasks, waiting mails; the number of them. Runs each minute."""
    now = timezone.now()
    events = list(
        OutboxEvent.objects.filter(done_at__isnull=True, created_at__lt=now - timedelta(minutes=1))
        .exclude(Q(runs__next_attempt_at__gt=now) & Q(runs__done_at__isnull=True))
        .values_list("pk", flat=True)[:500]
    )
    mails = [
        mail.pk
        for mail in OutgoingMail.objects.filter(
            state=OutgoingMail.State.WAITING, created_at__lt=now - timedelta(minutes=1)
        ).only("pk", "attempts", "created_at")[:500]
        if mail.created_at + wait_before(mail.attempts) * 2 < now
    ]
    with transaction.atomic():
        for pk in events:
            async_task("besa.core.outbox.deliver_event", pk)
        for pk in mails:
            async_task("besa.core.outbox.send_mail", pk)
    return len(events) + len(mails)


def oldest_unsent() -> datetime | None:
    """When the oldest event or mail that still waits was written."""
    event = OutboxEvent.objects.filter(done_at__isnull=True).order_by("created_at").first()
    mail = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING).order_by("created_at").first()
    return min((row.created_at for row in (event, mail) if row), default=None)
