"""How long somebody had a form before sending it: programs are quicker than people."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.utils import timezone

SALT = "besa.form"
#: nobody chooses a category and writes words in less
TOO_FAST = timedelta(seconds=3)


def stamp() -> str:
    """What goes into a form when it is shown: the signed time."""
    return signing.dumps(int(timezone.now().timestamp() * 1000), salt=SALT)


def was_too_fast(sent: str) -> bool:
    """True when the form came back sooner than a person can fill it in, or without its stamp."""
    try:
        shown_at = signing.loads(sent[:200], salt=SALT)
    except signing.BadSignature:
        return True
    age_ms = timezone.now().timestamp() * 1000 - shown_at
    return bool(age_ms < TOO_FAST.total_seconds() * 1000)
