"""Opaque names of reports, as the ledger knows them."""

from __future__ import annotations

import secrets

_LENGTH = 26
_LETTERS = b"abcdefghijklmnopqrstuvwxyz234567"
#: every byte as one of the 32 letters, eight bytes each
_LETTER_OF = _LETTERS * 8


def new_uid() -> str:
    """26 letters and digits that tell nothing: 130 random bits."""
    return new_uids(1)[0]


def new_uids(n: int) -> list[str]:
    """Many at once: asking for random bytes costs more than making a name of them."""
    text = secrets.token_bytes(n * _LENGTH).translate(_LETTER_OF).decode()
    return [text[start : start + _LENGTH] for start in range(0, n * _LENGTH, _LENGTH)]
