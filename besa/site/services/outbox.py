"""Giving up what could not be delivered. Each time is an entry of the ledger: somebody was not told."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from besa.alerts.models import Batch
from besa.core.models import ListenerRun, OutgoingMail
from besa.ledger.services import record


def discard_mail(*, mail: OutgoingMail, role: str) -> bool:
    """Delete a mail that could not be sent; False when it is gone, or tried again."""
    with transaction.atomic():
        gone = OutgoingMail.objects.filter(pk=mail.pk, state=OutgoingMail.State.FAILED).delete()[0]
        if gone:
            _record("mail", mail.pk, mail.kind, role)
    return bool(gone)


def discard_run(*, run: ListenerRun, role: str) -> bool:
    """Do not try a listener again; False when somebody did either before. Its error stays in the database."""
    with transaction.atomic():
        gone = ListenerRun.objects.filter(pk=run.pk, failed_at__isnull=False, done_at__isnull=True).update(
            done_at=timezone.now()
        )
        if gone:
            _record("event", run.event_id, run.listener, role)
    return bool(gone)


def discard_batch(*, batch: Batch, role: str) -> bool:
    """Do not tell a follower what could not be told; False when it is gone, or tried again."""
    with transaction.atomic():
        gone = Batch.objects.filter(pk=batch.pk, state=Batch.State.FAILED).delete()[0]
        if gone:
            _record("alert", batch.pk, batch.frequency, role)
    return bool(gone)


def _record(what: str, number: int, kind: str, role: str) -> None:
    record(
        verb="outbox.discarded",
        subject=f"{what}:{number}",
        actor_role=role,
        municipality="",
        public={"what": what, "kind": kind},
    )
