"""What we read of a file, carried to the next step by the page itself: signed, for a while, for one subject."""

from __future__ import annotations

from typing import Any, Final

from django.core import signing

#: how long somebody may look at what was read
_VALID_S: Final = 6 * 3600


def pack(salt: str, about: int, data: Any) -> str:
    """The data as a text that only we can write. `about` is what it belongs to."""
    return signing.dumps({"about": about, "data": data}, salt=salt, compress=True)


def unpack(token: str, salt: str, about: int) -> Any:
    """The data; None for what is not ours, too old, or of something else."""
    try:
        packed = signing.loads(token, salt=salt, max_age=_VALID_S)
    except signing.BadSignature:
        return None
    return packed["data"] if packed["about"] == about else None
