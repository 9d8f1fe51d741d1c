"""Who sends something without signing in, and what speaks for a person rather than a program having sent it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from besa.core.images import MAX_BYTES
from besa.core.time_trap import was_too_fast


class Trust(Enum):
    """What speaks for a person rather than a program having sent this."""

    PROOF_OF_WORK = "proof"
    CONFIRMED_EMAIL = "email"
    SIGNED_IN = "account"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Sender:
    """Who sends: the hash of the device, and the address of somebody who is signed in."""

    device: str
    account_email: str
    language: str
    brand: str


def looks_automatic(data: Mapping[str, Any]) -> bool:
    """True for a form whose hidden field was filled in, or that came back sooner than a person can write."""
    return bool(data.get("website")) or was_too_fast(str(data.get("stamp") or ""))


def trust_in(sender: Sender, data: Mapping[str, Any], *, proven: bool, is_known: Callable[[], bool]) -> Trust:
    """What speaks for a person: an account, work that was `proven`, or an address that this device has confirmed.

    `is_known` is asked last, as it reads the database.
    """
    if sender.account_email:
        return Trust.SIGNED_IN
    if looks_automatic(data):
        return Trust.NOTHING
    if proven:
        return Trust.PROOF_OF_WORK
    return Trust.CONFIRMED_EMAIL if is_known() else Trust.NOTHING


def new_key() -> str:
    """A key for a form that is shown: what is sent with it is taken once."""
    return secrets.token_urlsafe(18)


def hash_of_upload(file: UploadedFile[Any], longest: int = MAX_BYTES) -> str:
    """Size and hash of a file in a sent form, by which a second sending is known; it is left at its start."""
    digest = sha256()
    if (file.size or 0) <= longest:
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
    return f"{file.size}:{digest.hexdigest()}"
