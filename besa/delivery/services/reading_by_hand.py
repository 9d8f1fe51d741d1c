"""What a person makes of a mail that the machine could not: an answer, or nothing."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from besa.delivery.models import IncomingMail
from besa.delivery.services.answering import note_reply
from besa.people.models import User
from besa.reports.services.answers import answer_report


def publish_by_hand(*, mail: IncomingMail, text: str, by: User, role: str) -> bool:
    """Publish words of the mail as an answer of whoever read it; False when somebody dealt with it before.

    Raises ChangeRefused.
    """
    if mail.delivery is None:
        return False
    with transaction.atomic():
        if not _settle(mail, IncomingMail.State.TAKEN):
            return False
        answer_report(report=mail.delivery.report, role=role, by=by, text=text)
        note_reply(mail.delivery)
    return True


def discard_mail(*, mail: IncomingMail) -> bool:
    """Delete what it says; False when somebody dealt with it before."""
    with transaction.atomic():
        return _settle(mail, IncomingMail.State.IGNORED)


def _settle(mail: IncomingMail, state: str) -> bool:
    settled = IncomingMail.objects.filter(pk=mail.pk, state=IncomingMail.State.UNREADABLE).update(
        state=state, raw=None, done_at=timezone.now()
    )
    return bool(settled)
