"""What citizens may send on a pledge, why monitors may refuse it, and what each state is called."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.pledges.models import Contribution

#: files of one contribution, and letters of its words
MAX_FILES: Final = 6
MAX_WORDS: Final = 2_000

#: why something is not taken as evidence: stored key → what the sender reads
REFUSALS: Final[dict[str, Promise]] = {
    "other_subject": _("It is not about this pledge."),
    "not_checkable": _("We could not check it."),
    "unreadable": _("It cannot be read or seen clearly."),
    "known": _("We have it already, or something better."),
    "personal": _("It shows people, or things of theirs, that must not be public."),
    "abuse": _("It insults or threatens somebody, or is advertising."),
}

#: what the sender reads of each state
STATES: Final[dict[str, Promise]] = {
    Contribution.State.UNCONFIRMED: _("Waits for you to confirm your e-mail address"),
    Contribution.State.WAITING: _("Waits for a monitor"),
    Contribution.State.ASKED: _("A monitor has a question"),
    Contribution.State.ACCEPTED: pgettext_lazy("what a citizen sent", "Accepted as evidence"),
    Contribution.State.REFUSED: pgettext_lazy("what a citizen sent", "Not accepted"),
}


@dataclass(frozen=True)
class ContributionDraft:
    """What somebody sends. The point is in degrees, both or neither."""

    text: str
    url: str = ""
    seen_on: date | None = None
    lat: float | None = None
    lon: float | None = None
    email: str = ""


def subject_of(contribution: Contribution) -> str:
    """Its name on the ledger, and that of the mails about it."""
    return f"contribution:{contribution.uid}"


def secret_of(contribution: Contribution) -> str:
    """What follows the name in the sender's private link: 132 bits, derived from the installation's secret."""
    return _derived("receipt", contribution)


def confirmation_of(contribution: Contribution) -> str:
    """What only the owner of the address gets, by mail."""
    return _derived("confirm", contribution, f":{contribution.email}")


def opens(secret: str, contribution: Contribution) -> bool:
    """Whether the secret is that of its private link. A link without its salt is dead."""
    return bool(contribution.link_salt) and _same(secret, secret_of(contribution))


def confirms(token: str, contribution: Contribution) -> bool:
    """Whether the token was mailed to the address of its sender."""
    named = bool(contribution.link_salt and contribution.email)
    return named and _same(token, confirmation_of(contribution))


def kept_of(contribution: Contribution) -> dict[str, Any]:
    """All that is kept of it and of its sender, for the sender: plain values, times in ISO 8601, degrees."""
    return {
        "pledge": contribution.pledge.uid,
        "state": contribution.state,
        "received_at": contribution.received_at.isoformat(),
        "text": contribution.text,
        "url": contribution.url,
        "seen_on": contribution.seen_on.isoformat() if contribution.seen_on else None,
        "lat": contribution.lat,
        "lon": contribution.lon,
        "files": [
            {"kind": file.kind, "state": file.state, "sha256": file.sha256, "bytes": file.bytes}
            for file in contribution.documents.all()
        ],
        "email": contribution.email,
        "language": contribution.language,
        "device": contribution.device,
        "questions": [
            {"asked_at": one.asked_at.isoformat(), "question": one.text, "answer": one.answer}
            for one in contribution.questions.all()
        ],
        "refusal": contribution.refusal,
    }


def _derived(purpose: str, contribution: Contribution, more: str = "") -> str:
    message = f"besa.pledges.contribution.{purpose}:{contribution.uid}:{contribution.link_salt}{more}"
    digest = hmac.new(settings.SECRET_KEY.encode(), message.encode(), sha256).digest()
    return base64.urlsafe_b64encode(digest)[:22].decode()


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(right.encode(), given.encode())
