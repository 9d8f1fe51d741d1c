"""Why a verdict was given, in each language in which a coder said so: the reader's own first, and none left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import get_language

from besa.core import languages


class Reasoned(Protocol):
    """A verdict: a reason in a language, and what was said in others."""

    @property
    def reason(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def other_reasons(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Reason:
    """Words and the language that they are in."""

    text: str
    language: str


def reasons_of(verdict: Reasoned) -> list[Reason]:
    """All of them; first the one in the reader's language or script, else the one of the verdict itself."""
    said = {verdict.language: verdict.reason, **verdict.other_reasons}
    reader = get_language() or languages.SQ
    own = reader
    if reader == languages.SR_LATN and reader not in said:
        own = languages.SR
    first = own if own in said else verdict.language
    shown = reader if own in said else first
    others = [Reason(text, language) for language, text in said.items() if language != first]
    return [Reason(languages.choose({first: said[first]}, shown), shown), *others]
