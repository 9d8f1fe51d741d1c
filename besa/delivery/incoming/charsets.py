"""Bytes of a mail to text, whatever the mail says about them."""

from __future__ import annotations

import codecs

_UTF_8 = "utf-8"
#: what old mail programs of the region send without saying so: Latin letters of Albanian and Serbian, and Cyrillic
_LATIN, _CYRILLIC = "cp1250", "cp1251"


def decode(data: bytes, declared: str | None) -> str:
    """As declared when that is possible, else UTF-8, else what the letters look like. Never fails.

    A declared ASCII or Latin-1 that is UTF-8 after all is read as UTF-8: Latin-1 can say anything.
    """
    if (text := _strictly(data, _UTF_8)) is not None:
        return _clean(text)
    if declared and _known(declared) and (text := _strictly(data, declared)) is not None:
        return _clean(text)
    guess = _CYRILLIC if _looks_cyrillic(data) else _LATIN
    return _clean(data.decode(guess, "replace"))


def _clean(text: str) -> str:
    """Lines end as ours do, and no control characters come along."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").replace("\xa0", " ")
    return "".join(letter for letter in text if letter in "\n\t" or letter.isprintable())


def _strictly(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError):
        return None


def _known(charset: str) -> bool:
    """True for a name of a text encoding; some of Python's codecs do something else altogether."""
    try:
        return bool(codecs.lookup(charset)._is_text_encoding)
    except (LookupError, ValueError):
        return False


def _looks_cyrillic(data: bytes) -> bool:
    """In cp1251 a Cyrillic text is nearly all high letters; in cp1250 only one in ten is."""
    high = sum(byte >= 0xC0 for byte in data)
    low = sum(65 <= byte <= 90 or 97 <= byte <= 122 for byte in data)
    return high > low
