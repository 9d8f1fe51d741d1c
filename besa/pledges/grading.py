"""Kinds of evidence: the kind decides the grade, so that nobody grades what they like better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.pledges.statuses import Grade


@dataclass(frozen=True)
class Kind:
    """One kind, what it is called, and what has to come with it.

    `documents` is how many archived files or pages it needs; two media must be two different sites. `own` is what only
    one of us can have found, `from_citizen` what only the inbox brings.
    """

    key: str
    grade: Grade
    label: Promise
    documents: int = 1
    photo: bool = False
    place: bool = False
    independent: bool = False
    from_citizen: bool = False
    own: bool = False


KINDS: Final[dict[str, Kind]] = {
    kind.key: kind
    for kind in (
        Kind("official_act", Grade.A, _("Official act: a decision, a regulation, a permit")),
        Kind("contract", Grade.A, _("Contract or procurement notice")),
        Kind("payment", Grade.A, _("Payment or invoice")),
        Kind("budget_execution", Grade.A, _("Budget execution report")),
        Kind(
            "field_visit", Grade.B, _("Our own visit, with photo and place"), photo=True, place=True, own=True
        ),
        Kind("access_reply", Grade.B, _("Answer to a request for access to documents")),
        Kind("media", Grade.C, _("Two independent media"), documents=2, independent=True),
        Kind("statement", Grade.D, _("An official's statement alone")),
        Kind("citizen", Grade.D, _("What a citizen saw, before we have been there"), from_citizen=True),
    )
}

#: what a citizen sent can be: never our own visit, which is a B because one of us was there
INBOX_KINDS: Final = tuple(kind.key for kind in KINDS.values() if not kind.own)


def kind_label(key: str) -> Promise | str:
    """The words of a kind."""
    return KINDS[key].label if key in KINDS else key


def kind_choices() -> list[tuple[str, str]]:
    """For a select: the grade first, so that everybody learns it."""
    return [_choice(kind) for kind in KINDS.values() if not kind.from_citizen]


def inbox_kind_choices() -> list[tuple[str, str]]:
    """The same for what a citizen sent; what is most common first."""
    found = sorted((KINDS[key] for key in INBOX_KINDS), key=lambda kind: not kind.from_citizen)
    return [_choice(kind) for kind in found]


def _choice(kind: Kind) -> tuple[str, str]:
    return kind.key, f"{kind.grade} – {kind.label}"
