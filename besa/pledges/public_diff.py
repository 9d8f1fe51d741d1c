"""What changed between two texts, word by word, for people to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

_WORDS: Final = re.compile(r"\s+|\S+")
#: words beyond which texts are shown one after the other: comparing takes the square of their number
_LONGEST: Final = 2_000
#: of its words a text has to keep one in so many; what keeps fewer says something else, and is shown as a whole
_SHARE: Final = 3


@dataclass(frozen=True)
class Piece:
    """Some words in a row: kept ("same"), taken out ("gone") or put in ("new")."""

    kind: str
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """The new text with what was taken out of the old one in its place. Joined without "gone", it is the new text."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) > _LONGEST or len(after) > _LONGEST:
        return [Piece("gone", old), Piece("new", new)]
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    kept = sum(len("".join(after[c:d]).split()) for change, _a, _b, c, d in changes if change == "equal")
    if kept * _SHARE < max(len(old.split()), len(new.split())):
        return [piece for piece in (Piece("gone", old), Piece("new", new)) if piece.text]
    pieces: list[Piece] = []
    for change, a, b, c, d in changes:
        if change == "equal":
            pieces.append(Piece("same", "".join(after[c:d])))
            continue
        if b > a:
            pieces.append(Piece("gone", "".join(before[a:b])))
        if d > c:
            pieces.append(Piece("new", "".join(after[c:d])))
    return pieces
