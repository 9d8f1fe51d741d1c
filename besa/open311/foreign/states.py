"""What other systems' words for states mean here. Data: an endpoint may have its own words, given in its options.

The words are those of GeoReport v2, of FixMyStreet's extended statuses, and of systems that answer to it. An empty
state changes nothing: the words that came with it are passed on. A plain `closed` is taken for fixed, as everybody
does; whether it is, the citizens are asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from besa.reports.models.report import State


@dataclass(frozen=True)
class Meaning:
    """The state it means, the reason where that is declined, and whether words with it are a receipt's."""

    state: str = ""
    reason: str = ""
    receipt: bool = False


NOTHING: Final = Meaning()
MEANINGS: Final[dict[str, Meaning]] = {
    "open": Meaning(receipt=True),
    "received": Meaning(receipt=True),
    "confirmed": Meaning(receipt=True),
    "acknowledged": Meaning(State.ACKNOWLEDGED, receipt=True),
    "investigating": Meaning(State.ACKNOWLEDGED, receipt=True),
    "for_triage": Meaning(State.ACKNOWLEDGED, receipt=True),
    "action_scheduled": Meaning(State.IN_PROGRESS),
    "planned": Meaning(State.IN_PROGRESS),
    "in_progress": Meaning(State.IN_PROGRESS),
    "fixed": Meaning(State.FIXED),
    "fixed_council": Meaning(State.FIXED),
    "closed": Meaning(State.FIXED),
    "no_further_action": Meaning(State.DECLINED, "declined_elsewhere"),
    "unable_to_fix": Meaning(State.DECLINED, "declined_elsewhere"),
    "not_councils_responsibility": Meaning(State.DECLINED, "not_municipal"),
    "not_responsible": Meaning(State.DECLINED, "not_municipal"),
    "internal_referral": NOTHING,
    "duplicate": NOTHING,
    "reopened": Meaning(State.REOPENED),
}


def meaning_of(status: str, own_words: Mapping[str, str] | None = None) -> Meaning:
    """What a word means: by the endpoint's own table first, which names words of this one; nothing if unknown."""
    word = _plain(status)
    own = {_plain(theirs): ours for theirs, ours in (own_words or {}).items()}
    return MEANINGS.get(_plain(own.get(word, word)), NOTHING)


def _plain(word: str) -> str:
    return "_".join(word.lower().replace("-", " ").replace("_", " ").split())
