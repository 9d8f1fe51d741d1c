"""One form of a text for searching, so that people find things however they spell them."""

from __future__ import annotations

import re
import unicodedata

from besa.core.languages import latin_from_cyrillic

_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})
_REPLACED = re.compile("[đðłøıßæœ]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_COMBINING = re.compile(r"[\u0300-\u036f]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Lower case Latin letters and digits only: "Ђаковица", "Đakovica" and "dakovica" are the same."""
    text = text.lower()
    if _CYRILLIC.search(text):
        text = latin_from_cyrillic(text)
    if not text.isascii():
        # Translating is slow, and few texts need it.
        text = text.translate(_LETTERS) if _REPLACED.search(text) else text
        text = _COMBINING.sub("", unicodedata.normalize("NFKD", text))
    return _NOT_WORD.sub(" ", text).strip()
