"""One entry for one act, in the act's own transaction."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import UTC
from hashlib import sha256
from typing import Any

from django.db import connection
from django.utils import timezone

from besa.core.canonical import canonical_json
from besa.core.gathering import write_soon
from besa.ledger.models import Entry, PrivatePayload

MAX_LEAF_BYTES = 65_535  # a C2SP entry bundle counts an entry's length in two bytes


def record(
    *,
    verb: str,
    subject: str,
    actor_role: str,
    municipality: str,
    public: dict[str, Any],
    private: dict[str, Any] | None = None,
) -> Entry:
    """Append one entry in the caller's transaction; it has its number at once, unless acts are gathered.

    `public` may be shown for ever: no free text, no photo, no name of a citizen. `private` is only committed
    to (HMAC-SHA256 under a random key kept beside it), so that it can be erased and proofs still verify.
    Raises RuntimeError outside a transaction, ValueError for a float or more than 65,535 bytes of public
    JSON.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a ledger entry belongs to the transaction of the act it tells of")
    now = timezone.now().astimezone(UTC)
    leaf: dict[str, Any] = {
        "at": now.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "verb": verb,
        "subject": subject,
        "role": actor_role,
        "municipality": municipality,
        "public": public,
        "nonce": secrets.token_hex(8),
    }
    key, payload = secrets.token_bytes(32), ""
    if private is not None:
        payload = canonical_json(private)
        leaf["commitment"] = hmac.new(key, payload.encode(), sha256).hexdigest()
    about = {"verb": verb, "subject": subject, "municipality": municipality, "actor_role": actor_role}
    entry = Entry(at=now, leaf=_written(leaf), **about)
    hidden = PrivatePayload(subject=subject, key=key, payload=payload) if private is not None else None
    write_soon(_write_entries, (entry, hidden))
    return entry


def _write_entries(rows: Sequence[tuple[Entry, PrivatePayload | None]]) -> None:
    Entry.objects.bulk_create(entry for entry, _ in rows)
    payloads = []
    for entry, hidden in rows:
        if hidden is not None:
            hidden.entry_id = entry.pk
            payloads.append(hidden)
    if payloads:
        PrivatePayload.objects.bulk_create(payloads)


def _written(leaf: dict[str, Any]) -> str:
    text = canonical_json(leaf)
    if len(text.encode()) > MAX_LEAF_BYTES:
        raise ValueError("a ledger entry holds at most 65,535 bytes")
    return text
