"""One form of a text for searching, so that people find things however they spell them."""

from __future__ import annotations

import re
import unicodedata

from besa.core.languages import latin_from_cyrillic

_LETTERS = {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"}
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_KEPT = b"abcdefghijklmnopqrstuvwxyz0123456789"
#: every other first byte of a letter ends a word
_WORDS = bytes(byte if byte in _KEPT else ord(" ") for byte in range(256))
#: the first bytes of accents that stand behind their letter (U+0300 to U+036F), and all bytes that are not first
_DROPPED = bytes([0xCC, 0xCD, *range(0x80, 0xC0)])


def fold(text: str) -> str:
    """Lower case Latin letters and digits only: "Ђаковица", "Đakovica" and "dakovica" are the same."""
    text = text.lower()
    if _CYRILLIC.search(text):
        text = latin_from_cyrillic(text)
    if not text.isascii():
        for letter, plain in _LETTERS.items():
            text = text.replace(letter, plain)
        text = unicodedata.normalize("NFKD", text)
    # As bytes: looking for patterns takes ten times as long, and the desk folds hundreds of texts for one page.
    return b" ".join(text.encode("utf-8", "surrogatepass").translate(_WORDS, _DROPPED).split()).decode()
