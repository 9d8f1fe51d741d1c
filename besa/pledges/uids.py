"""Opaque names of pledges and their evidence: short enough to be read out, too many to be guessed in order."""

from __future__ import annotations

import secrets

_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"  # none that is taken for another
LENGTH = 10


def new_uid() -> str:
    """Ten letters and digits: 49 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))
