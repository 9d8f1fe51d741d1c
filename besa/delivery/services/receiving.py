"""Mail that comes in: kept before the sender is told so, then understood by the worker, exactly once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django_q.tasks import async_task

from besa.core.mail_addresses import DELIVERY_BOUNCE, MAIL_BOUNCE, REPLY, MailToken, token_of
from besa.core.services import publish, queue_mail
from besa.core.throttling import Bucket, take
from besa.delivery.events import MailBounced
from besa.delivery.incoming.failures import Failure, failure_in, looks_like_failure
from besa.delivery.incoming.letters import Letter, Unreadable, identity_of, read_letter
from besa.delivery.models import Delivery, IncomingMail
from besa.delivery.queries.incoming import mail_of
from besa.delivery.queries.senders import Sender, sender_of
from besa.delivery.services.answering import AnswerRefused, publish_answer
from besa.delivery.services.following_up import note_bounce

_UNDERSTAND = "besa.delivery.services.receiving.understand_mail"
#: a mail that makes the worker fail this often is left to a person
_MAX_ATTEMPTS = 5
#: mails to one signed address: more is a loop between two machines
_PER_HOUR = 20.0
_AT_ONCE = 100
Mail = IncomingMail


class NotOurs(Exception):
    """The address is none of ours, or what it was for is gone. Nothing was kept."""


class TooMuch(Exception):
    """Too many mails came to one address within the hour. Nothing was kept."""


def keep_mail(*, raw: bytes, sender: str, mailbox: str, at: datetime | None = None) -> IncomingMail:
    """Keep a mail as it is; when this returns, it is on the disk. The same mail again is the same row.

    Raises NotOurs and TooMuch.
    """
    token = token_of(mailbox)
    if token is None:
        raise NotOurs
    delivery = _delivery_of(token)
    if delivery is None and mail_of(token) is None:
        raise NotOurs
    identity, message_id = identity_of(raw, mailbox)
    if there := Mail.objects.filter(identity=identity).first():
        return there
    if not take(Bucket(f"incoming:{token.kind}{token.ident}", per_hour=_PER_HOUR, capacity=_PER_HOUR)):
        raise TooMuch
    try:
        with transaction.atomic():
            mail = Mail.objects.create(
                identity=identity,
                message_id=message_id,
                mailbox=mailbox.lower(),
                sender=sender[:254],
                municipality=delivery.recipient.municipality if delivery else None,
                delivery=delivery,
                raw=raw,
                received_at=at or timezone.now(),
            )
            async_task(_UNDERSTAND, mail.pk)
    except IntegrityError:  # the same mail, over another connection, at the same moment
        return Mail.objects.get(identity=identity)
    return mail


def understand_mail(pk: int) -> None:
    """Make of a mail what it is: an answer, a notice of failure, nothing. May run twice; acts once."""
    waiting = Mail.objects.filter(pk=pk, state=Mail.State.WAITING)
    # Counted before the work: a mail that kills the worker does so five times, not for ever.
    if not waiting.update(attempts=F("attempts") + 1):
        return
    mail = waiting.select_related("delivery__recipient__department", "delivery__report__department").get()
    token = token_of(mail.mailbox)
    if token is None or mail.attempts > _MAX_ATTEMPTS:
        _finish(mail, Mail.State.UNREADABLE, "failed")
        return
    try:
        letter = read_letter(bytes(mail.raw or b""))
    except Unreadable as error:
        _finish(mail, Mail.State.UNREADABLE, error.key)
        return
    if token.kind != REPLY or not mail.sender or looks_like_failure(letter.message):
        _take_failure(mail, token, letter)
    else:
        _take_answer(mail, letter)


def sweep() -> int:
    """Queue again the mails whose task was lost; how many. Runs each minute."""
    lost = Mail.objects.filter(
        state=Mail.State.WAITING, received_at__lt=timezone.now() - timedelta(minutes=2)
    )
    numbers = list(lost.order_by("received_at").values_list("pk", flat=True)[:_AT_ONCE])
    with transaction.atomic():
        for pk in numbers:
            async_task(_UNDERSTAND, pk)
    return len(numbers)


def _take_failure(mail: IncomingMail, token: MailToken, letter: Letter) -> None:
    """A mail of ours came back. What says nothing of a failure, such as a note of absence, is nothing to us."""
    failure = failure_in(letter.message)
    if failure is None:
        unclear = looks_like_failure(letter.message)
        _finish(
            mail,
            Mail.State.UNREADABLE if unclear else Mail.State.IGNORED,
            "unclear" if unclear else "automatic",
        )
        return
    with transaction.atomic():
        if not _finish(mail, Mail.State.BOUNCE, failure.status[:40]):
            return
        if token.kind == MAIL_BOUNCE:
            _tell_of_bounce(token, failure)
        elif mail.delivery is not None:
            note_bounce(
                key=mail.delivery.key,
                round_number=_round_of(token, mail.delivery),
                status=failure.status,
                detail=failure.detail,
                permanent=failure.permanent,
            )


def _take_answer(mail: IncomingMail, letter: Letter) -> None:
    delivery = mail.delivery
    if delivery is None:
        return
    if letter.by_machine:
        _finish(mail, Mail.State.IGNORED, "automatic")
        return
    sender = sender_of(delivery, letter.author)
    if sender is None:
        _finish(mail, Mail.State.UNREADABLE, "unknown_sender", author=letter.author[:254])
        return
    try:
        publish_answer(
            delivery=delivery,
            letter=letter,
            sender=sender,
            claim=lambda: _finish(mail, Mail.State.TAKEN, "", author=letter.author[:254]),
        )
    except AnswerRefused as refused:
        _refuse(mail, letter, sender, refused.key)


def _refuse(mail: IncomingMail, letter: Letter, sender: Sender, key: str) -> None:
    """Say so to whoever wrote it, once, in their language."""
    delivery = mail.delivery
    with transaction.atomic():
        if delivery and _finish(mail, Mail.State.REFUSED, key, author=letter.author[:254]):
            queue_mail(
                kind="delivery.answer_refused",
                subject_key=f"report:{delivery.report_id}",
                recipient=letter.author,
                language=sender.language,
                brand="",
                template="delivery/mail/answer_refused.txt",
                context={"number": delivery.report_id, "reason": key},
                headers={"Auto-Submitted": "auto-replied", "In-Reply-To": letter.message_id},
                once=f"incoming:{mail.pk}",
            )


def _finish(mail: IncomingMail, state: str, reason: str, **columns: Any) -> bool:
    """It is understood; False when somebody else did. Only what a person has to read is kept as it came.

    What is about no delivery is on nobody's desk: it quotes a mail of ours that is forgotten on its own day.
    """
    is_read = state == Mail.State.UNREADABLE and mail.delivery_id is not None
    raw = {} if is_read else {"raw": None}
    done = Mail.objects.filter(pk=mail.pk, state=Mail.State.WAITING).update(
        state=state, reason=reason, done_at=timezone.now(), **raw, **columns
    )
    return bool(done)


def _delivery_of(token: MailToken) -> Delivery | None:
    if token.kind not in (REPLY, DELIVERY_BOUNCE):
        return None
    key = token.ident.partition("n")[0]
    return Delivery.objects.select_related("recipient__municipality").filter(key=key).first()


def _round_of(token: MailToken, delivery: Delivery) -> int:
    number = token.ident.partition("n")[2]
    return int(number) if number.isdigit() else delivery.round


def _tell_of_bounce(token: MailToken, failure: Failure) -> None:
    mail = mail_of(token)
    if mail is not None:
        publish(
            MailBounced(
                mail=mail.pk,
                status=failure.status,
                permanent=failure.permanent,
            )
        )
