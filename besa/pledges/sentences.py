"""A page of text as sentences that can be ticked: how a quote is marked without any script."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: a sentence ends at its stop and what closes it, an item of a list at its line, a paragraph at an empty line
_END = re.compile(r"[.!?…;:]+[\"”’»)]*(?=\s)|\n\s*(?=[•▪◦‣–\-*]\s|\d{1,2}[.)]\s|\n)|\n(?=\w)")
_ABBREVIATION = re.compile(r"\b(?:nr|rr|p|sh|d|m|th|dr|prof|km|art)\.$", re.IGNORECASE)
#: letters of a line that can be a heading: it has no stop, and what follows begins with a capital
_HEADING = 48


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
        if not _ends_here(text, text[begin : end.end()], end.end()):
            continue
        begin = _add(found, text, begin, end.end())
    _add(found, text, begin, len(text))
    return found


def _ends_here(text: str, stretch: str, end: int) -> bool:
    """Not after an abbreviation, an ordinal number ("5. juna"), or a line that only goes on in the next one."""
    following = text[end:].lstrip()[:1]
    if stretch.endswith("\n"):
        line = stretch.rstrip().rpartition("\n")[2]
        is_item = text[end : end + 3].strip()[:1] in "•▪◦‣–-*" or stretch.endswith("\n\n")
        return is_item or following.isdigit() or (len(line) <= _HEADING and following.isupper())
    if stretch[-2:-1].isdigit() and stretch.endswith("."):
        return following.isupper() or not following
    return not _ABBREVIATION.search(stretch)


def _add(found: list[Sentence], text: str, begin: int, end: int) -> int:
    stretch = text[begin:end]
    words = stretch.strip()
    if words:
        starts = begin + len(stretch) - len(stretch.lstrip())
        found.append(Sentence(starts, starts + len(words), " ".join(words.split())))
    return end
