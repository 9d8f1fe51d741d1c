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

    `documents` is how many archived files or pages it needs; two media must be two different sites.
    """

    key: str
    grade: Grade
    label: Promise
    documents: int = 1
    photo: bool = False
    place: bool = False
    independent: bool = False


KINDS: Final[dict[str, Kind]] = {
    kind.key: kind
    for kind in (
        Kind("official_act", Grade.A, _("Official act: a decision, a regulation, a permit")),
        Kind("contract", Grade.A, _("Contract or procurement notice")),
        Kind("payment", Grade.A, _("Payment or invoice")),
        Kind("budget_execution", Grade.A, _("Budget execution report")),
        Kind("field_visit", Grade.B, _("Our own visit, with photo and place"), photo=True, place=True),
        Kind("access_reply", Grade.B, _("Answer to a request for access to documents")),
        Kind("media", Grade.C, _("Two independent media"), documents=2, independent=True),
        Kind("statement", Grade.D, _("An official's statement alone")),
    )
}


def kind_label(key: str) -> Promise | str:
    """The words of a kind."""
    return KINDS[key].label if key in KINDS else key


def kind_choices() -> list[tuple[str, str]]:
    """For a select: the grade first, so that everybody learns it."""
    return [(kind.key, f"{kind.grade} – {kind.label}") for kind in KINDS.values()]
