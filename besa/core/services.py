"""Writes that every app uses: publish an event, queue a mail. Both belong to the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import make_msgid
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django_q.brokers.orm import ORM
from django_q.conf import Conf
from django_q.tasks import async_task

from besa.core.events import Event, encode
from besa.core.gathering import write_soon
from besa.core.mail_texts import compose
from besa.core.models import ListenerRun, OutboxEvent, OutgoingMail


def publish(item: Event) -> OutboxEvent:
    """Write an event to the outbox and queue its delivery to the listeners; it has no number yet while acts gather.

    Raises RuntimeError outside a transaction: an event must become true with what it tells.
    """
    _require_transaction()
    row = OutboxEvent(name=item.event_name(), payload=encode(item))
    write_soon(_write_events, row)
    return row


def _write_events(rows: Sequence[OutboxEvent]) -> None:
    """The events, and a task for each: what one listener takes long for must not hold up the other events."""
    tasks = _Gathered()
    for row in OutboxEvent.objects.bulk_create(rows):
        async_task("besa.core.outbox.deliver_event", row.pk, broker=tasks)
    tasks.write()


def queue_mail(
    *,
    kind: str,
    subject_key: str,
    recipient: str,
    language: str,
    brand: str,
    template: str,
    context: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
    once: str = "",
) -> OutgoingMail:
    """Render a mail in the recipient's language and brand, and queue it.

    `template` is a text template: its first line is the subject, the rest the body. `subject_key` says what the
    mail is about (`report:12`), so that erasing the report erases its mails.
    `once` names what is told (`transition:5`): telling it to the same address again gives the first mail, so
    that a listener that runs twice sends one.
    """
    _require_transaction()
    told = mark_of(kind=kind, once=once, recipient=recipient) if once else None
    if told and (earlier := OutgoingMail.objects.filter(once=told).first()):
        return earlier
    content = compose(template=template, context=context, language=language, brand=brand)
    mail = OutgoingMail.objects.create(
        message_id=make_msgid(domain="besa.invalid" if not content.host else content.host),
        kind=kind,
        subject_key=subject_key,
        once=told,
        recipient=recipient,
        language=language,
        brand=brand,
        subject=content.subject,
        text=content.text,
        html=content.html,
        headers=dict(headers or {}),
    )
    async_task("besa.core.outbox.send_mail", mail.pk)
    return mail


def mark_of(*, kind: str, once: str, recipient: str) -> str:
    """By what a mail is found that tells something once; see `queue_mail`."""
    return sha256(f"{kind} {once} {recipient}".encode()).hexdigest()


class _Gathered(ORM):
    """Takes tasks as the broker does, and writes them together."""

    def __init__(self) -> None:
        super().__init__()
        self._tasks: list[str] = []

    def enqueue(self, task: str) -> int:
        """Keep the task; its number among those that are kept."""
        self._tasks.append(task)
        return len(self._tasks)

    def write(self) -> None:
        """All that were taken, for anybody to work on from now."""
        key, now = self.list_key or Conf.CLUSTER_NAME, timezone.now()
        rows = self.get_connection()
        rows.bulk_create(rows.model(key=key, payload=task, lock=now) for task in self._tasks)


class _Later(ORM):
    """Queues a task that nobody takes before its time: its lease ends then."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self._at = at

    def enqueue(self, task: str) -> int:
        """Write the task as the broker does, with a lease that is held until it is due."""
        row = self.get_connection().create(
            key=self.list_key or Conf.CLUSTER_NAME, payload=task, lock=self._at
        )
        return int(row.pk)


def run_later(function: str, *arguments: int | str, at: datetime) -> None:
    """Have the worker call a function, by its dotted path, when it is time; at least once. Lost with the transaction.

    Raises RuntimeError outside a transaction.
    """
    _require_transaction()
    async_task(function, *arguments, broker=_Later(at))


def retry_listener_run(*, run: ListenerRun) -> bool:
    """Give a listener that was given up all its attempts again; False when somebody did so before."""
    with transaction.atomic():
        again = ListenerRun.objects.filter(pk=run.pk, failed_at__isnull=False, done_at__isnull=True).update(
            failed_at=None, next_attempt_at=None, attempts=0
        )
        if not again:
            return False
        OutboxEvent.objects.filter(pk=run.event_id).update(done_at=None)
        async_task("besa.core.outbox.deliver_event", run.event_id)
    return True


def retry_mail(*, mail: OutgoingMail) -> bool:
    """Give a mail that could not be sent all its attempts again; False when somebody did so before."""
    with transaction.atomic():
        again = OutgoingMail.objects.filter(pk=mail.pk, state=OutgoingMail.State.FAILED).update(
            state=OutgoingMail.State.WAITING, attempts=0
        )
        if again:
            async_task("besa.core.outbox.send_mail", mail.pk)
    return bool(again)


def retry_failed_runs() -> int:
    """Give all listeners that were given up all their attempts again; how many. The next sweep hands them out."""
    with transaction.atomic():
        failed = ListenerRun.objects.filter(failed_at__isnull=False, done_at__isnull=True)
        OutboxEvent.objects.filter(pk__in=failed.values("event")).update(done_at=None)
        return failed.update(failed_at=None, next_attempt_at=None, attempts=0)


def retry_failed_mails() -> int:
    """Give all mails that could not be sent all their attempts again; how many. The next sweep hands them out."""
    failed = OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED)
    return failed.update(state=OutgoingMail.State.WAITING, attempts=0)


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("events and mails are queued in the transaction that makes them true")
