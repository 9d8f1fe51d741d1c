"""The right of reply: drafts go to the mayor's office, its words are kept as they are, and so is its silence."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from besa.core.canonical import canonical_json
from besa.core.links import absolute_url
from besa.core.services import queue_mail
from besa.people.models import User
from besa.places.calendar import calendar_of, zone_of
from besa.places.models import Municipality
from besa.pledges.method import MAX_REPLY, REPLY_WORKING_DAYS
from besa.pledges.models import Case, Document, Reply, ReplyRequest, Round
from besa.pledges.queries.reliability import reliability_of
from besa.pledges.reliability import Verdict as Reliability
from besa.pledges.reply_links import secret_of
from besa.pledges.services.acting import Refused, step, tell
from besa.pledges.transitions import StepRefused

_MAX_AUTHOR = 120


@dataclass(frozen=True)
class Letter:
    """To whom the drafts are sent, in which language and under which brand."""

    email: str
    language: str
    brand: str


def send_for_reply(
    *, round: Round, letter: Letter, by: User, at: datetime | None = None, role: str = "editor"
) -> ReplyRequest:
    """Send the drafts of a decided round to the mayor's office, which has ten working days.

    Raises StepRefused("not_decided"), Refused("not_reliable") when the coders agreed too rarely to publish.
    """
    try:
        validate_email(letter.email)
    except ValidationError:
        raise Refused("bad_address") from None
    if round.state != Round.State.DECIDED:
        raise StepRefused("not_decided")
    refuse_unreliable(round)
    now = at or timezone.now()
    with transaction.atomic():
        if not step(round, Round.State.DECIDED, Round.State.WITH_OFFICE):
            raise StepRefused("not_decided")
        request = ReplyRequest.objects.create(
            round=round,
            link_salt=secrets.token_hex(16),
            email=letter.email,
            language=letter.language,
            brand=letter.brand,
            sent_by=by,
            sent_at=now,
            due_at=reply_due(round.mandate.municipality, now),
        )
        mail_office(request, "pledges/mail/reply_asked.txt", "pledges.reply_asked")
        tell(
            "pledges.sent_for_reply",
            round.mandate,
            role,
            round=round.number,
            due_at=request.due_at.date().isoformat(),
            pledges=round.cases.count(),
        )
    round.refresh_from_db()
    return request


def refuse_unreliable(round: Round) -> None:
    """Raise Refused("not_reliable") when α is too low: below 0.667 always, below 0.80 before it was coded again."""
    verdict = reliability_of(round).nominal.verdict
    if verdict is Reliability.REFUSE or (verdict is Reliability.CAVEAT and round.wave < 2):
        raise Refused("not_reliable")


def reply_due(municipality: Municipality, sent: datetime) -> datetime:
    """The last moment of the tenth working day after a day, by the municipality's own calendar and clock."""
    zone = zone_of(municipality)
    day = calendar_of(municipality).nth_working_day(sent.astimezone(zone).date(), REPLY_WORKING_DAYS)
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone)


def mail_office(request: ReplyRequest, template: str, kind: str, *, once: str = "") -> None:
    """Write to the office, with the link; in the caller's transaction."""
    mandate = request.round.mandate
    queue_mail(
        kind=kind,
        subject_key=f"pledges.reply:{request.pk}",
        recipient=request.email,
        language=request.language,
        brand=request.brand,
        template=template,
        context={
            "mandate": mandate,
            "person": mandate.person,
            "municipality": mandate.municipality,
            "organisation": request.round.organisation,
            "pledges": request.round.cases.count(),
            "due": request.due_at.astimezone(zone_of(mandate.municipality)).date(),
            "link": absolute_url(
                "pledges:reply",
                request.pk,
                secret_of(request),
                language=request.language,
                brand=request.brand,
            ),
        },
        once=once,
    )


def give_reply(
    *,
    request: ReplyRequest,
    text: str,
    author: str,
    language: str,
    case: Case | None = None,
    documents: Sequence[Document] = (),
    at: datetime | None = None,
) -> Reply:
    """Keep what the office says, on one pledge or on all. Sent twice, it is said once.

    Raises Refused: "closed" when the time is over, "no_words", "long_reply", "no_author".
    """
    _refuse_unfit(text, author)
    if case is not None and case.round_id != request.round_id:
        raise Refused("closed")
    digest = sha256(
        canonical_json({"text": text, "author": author, "case": case.pk if case else None}).encode()
    ).hexdigest()
    now = at or timezone.now()
    try:
        with transaction.atomic():
            open_one = ReplyRequest.objects.select_for_update().filter(
                pk=request.pk, closed_at__isnull=True, due_at__gte=now
            )
            if not open_one.exists():
                raise Refused("closed")
            reply = Reply.objects.create(
                request=request,
                case=case,
                text=text,
                author=author.strip()[:_MAX_AUTHOR],
                language=language,
                digest=digest,
                received_at=now,
            )
            reply.documents.set(documents)
    except IntegrityError:
        return Reply.objects.get(request=request, digest=digest)
    return reply


def finish_replies(*, request: ReplyRequest, at: datetime | None = None) -> None:
    """The office says that this is all it has to say. Raises Refused("closed")."""
    if not request.replies.exists():
        raise Refused("no_words")
    now = at or timezone.now()
    with transaction.atomic():
        if not ReplyRequest.objects.filter(pk=request.pk, closed_at__isnull=True).update(finished_at=now):
            raise Refused("closed")
        close_replies(request=request, at=now)


def close_replies(*, request: ReplyRequest, at: datetime) -> bool:
    """End the time for a reply, and record silence when there is none; False when it had ended. In a transaction."""
    said = list(request.replies.all())
    closed = ReplyRequest.objects.filter(pk=request.pk, closed_at__isnull=True).update(
        closed_at=at, silent=not said
    )
    if not closed:
        return False
    round = request.round
    step(round, Round.State.WITH_OFFICE, Round.State.ANSWERED)
    if said:
        tell(
            "pledges.replied",
            round.mandate,
            "office",
            round=round.number,
            replies=len(said),
            sha256=sorted(reply.digest for reply in said),
        )
    else:
        tell("pledges.silent", round.mandate, "system", round=round.number)
    request.refresh_from_db()
    round.refresh_from_db()
    return True


def _refuse_unfit(text: str, author: str) -> None:
    if not text.strip():
        raise Refused("no_words")
    if len(text) > MAX_REPLY:
        raise Refused("long_reply")
    if not author.strip():
        raise Refused("no_author")
