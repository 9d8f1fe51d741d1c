"""Opaque names of reports, as the ledger knows them."""

from __future__ import annotations

import base64
import secrets


def new_uid() -> str:
    """26 letters and digits that tell nothing: 128 random bits."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()
