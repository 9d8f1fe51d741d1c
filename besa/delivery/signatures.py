"""How a webhook's receiver knows that it was us, and that nobody sends an old message again."""

from __future__ import annotations

import hmac
from datetime import datetime
from hashlib import sha256

DELIVERY, TIMESTAMP, SIGNATURE = "X-Besa-Delivery", "X-Besa-Timestamp", "X-Besa-Signature"


def signature(*, secret: str, timestamp: str, key: str, body: bytes) -> str:
    """`v1=` and the HMAC-SHA256, in hex, of `timestamp.key.body` under the recipient's secret."""
    signed = f"{timestamp}.{key}.".encode() + body
    return f"v1={hmac.new(secret.encode(), signed, sha256).hexdigest()}"


def signed_headers(*, secret: str, key: str, body: bytes, at: datetime) -> dict[str, str]:
    """The three headers of a message; the timestamp is in seconds since 1970."""
    timestamp = str(int(at.timestamp()))
    made = signature(secret=secret, timestamp=timestamp, key=key, body=body)
    return {DELIVERY: key, TIMESTAMP: timestamp, SIGNATURE: made}
