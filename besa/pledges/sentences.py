"""A page of text as sentences that can be ticked: how a quote is marked without any script."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: a sentence ends at its stop and what closes it, an item of a list at its line, a paragraph at an empty line
_END = re.compile(r"[.!?…;:]+[\"”’»)]*(?=\s)|\n\s*(?=[•▪◦‣–\-*]\s|\d{1,2}[.)]\s|\n)")
_ABBREVIATION = re.compile(r"(?:\b(?:nr|p|sh|d|m|th|etj|dr|prof|km|art)|\d)\.$", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    """A stretch of a page: where it begins and ends in the text, in letters."""

    starts_at: int
    ends_at: int
    text: str


def sentences_of(text: str) -> list[Sentence]:
    """All sentences in order. Together they hold every letter of the text that is no white space."""
    found: list[Sentence] = []
    begin = 0
    for end in _END.finditer(text):
        if _ABBREVIATION.search(text[begin : end.end()]) and not text[begin : end.end()].endswith("\n"):
            continue
        begin = _add(found, text, begin, end.end())
    _add(found, text, begin, len(text))
    return found


def _add(found: list[Sentence], text: str, begin: int, end: int) -> int:
    stretch = text[begin:end]
    words = stretch.strip()
    if words:
        starts = begin + len(stretch) - len(stretch.lstrip())
        found.append(Sentence(starts, starts + len(words), " ".join(words.split())))
    return end
