"""Mails that wait for a person."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from besa.core.mail_addresses import MAIL_BOUNCE, MailToken
from besa.core.models import OutgoingMail
from besa.delivery.incoming.letters import Letter, Unreadable, read_letter
from besa.delivery.models import IncomingMail
from besa.places.models import Municipality


@dataclass(frozen=True)
class Contents:
    """What a person is shown of a mail; empty where nothing could be read."""

    author: str = ""
    subject: str = ""
    words: str = ""
    whole: str = ""
    photos: int = 0


def mail_of(token: MailToken) -> OutgoingMail | None:
    """The mail of ours that an address says came back, while it is kept."""
    is_number = token.kind == MAIL_BOUNCE and token.ident.isdecimal() and len(token.ident) < 19
    return OutgoingMail.objects.filter(pk=int(token.ident)).first() if is_number else None


def waiting_for_a_person(municipality: Municipality) -> QuerySet[IncomingMail]:
    """Newest first."""
    return (
        IncomingMail.objects.filter(municipality=municipality, state=IncomingMail.State.UNREADABLE)
        .select_related("delivery__recipient")
        .defer("raw")
        .order_by("-received_at")
    )


def contents_of(mail: IncomingMail) -> Contents:
    """As far as it can be read."""
    try:
        letter: Letter = read_letter(bytes(mail.raw or b""))
    except Unreadable:
        return Contents()
    return Contents(letter.author, letter.subject, letter.words, letter.whole[:20_000], len(letter.photos))
