"""What each ledger verb means in words. Apps register theirs in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCES: dict[str, str | Promise] = {
    "ledger.erased": _("Personal data was erased. The proofs still hold"),
    "ledger.epoch_opened": _("The ledger was restored from a backup and goes on under a new name"),
}


def register_verbs(sentences: Mapping[str, str | Promise]) -> None:
    """Add sentences for verbs; ValueError when a verb has another sentence already."""
    for verb, sentence in sentences.items():
        if _SENTENCES.setdefault(verb, sentence) is not sentence:
            raise ValueError(f"{verb} is registered twice")


def sentence_of(verb: str) -> str:
    """The sentence in the active language; the verb itself when nobody registered it."""
    return str(_SENTENCES.get(verb, verb))


def known_verbs() -> list[str]:
    """All registered verbs, sorted."""
    return sorted(_SENTENCES)
