"""Token buckets in the database: how much may come from one device, address or area in a while.

Never by network address alone: whole villages share one mobile address.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from besa.core.models import RateBucket


@dataclass(frozen=True)
class Bucket:
    """`capacity` tokens at most, refilled at `per_hour`; `name` says whose, such as `device:…`."""

    name: str
    per_hour: float
    capacity: float

    @property
    def key(self) -> str:
        """What is stored instead of the name."""
        return hmac.new(settings.SECRET_KEY.encode(), f"bucket:{self.name}".encode(), sha256).hexdigest()


class ThrottledError(Exception):
    """A bucket is empty: somebody must wait."""


def take(*buckets: Bucket, at: datetime | None = None) -> bool:
    """Take one token from every bucket, or none at all; False when one of them is empty.

    Safe in parallel: each write is conditional on the row as it was read, and a lost race starts again.
    """
    now = at or timezone.now()
    for _ in range(20):
        outcome = _try_to_take(buckets, now)
        if outcome is not None:
            return outcome
    return False


def _try_to_take(buckets: tuple[Bucket, ...], now: datetime) -> bool | None:
    """True or False when it is decided; None when another process changed a bucket in between."""
    keys = {bucket.key: bucket for bucket in buckets}
    with transaction.atomic():
        rows = {row.name: row for row in RateBucket.objects.filter(name__in=keys)}
        missing = [RateBucket(name=key, tokens=b.capacity, refilled_at=now) for key, b in keys.items()]
        missing = [row for row in missing if row.name not in rows]
        if missing:
            RateBucket.objects.bulk_create(missing, ignore_conflicts=True)
            rows |= {row.name: row for row in missing}
        filled = {key: _filled(rows[key], bucket, now) for key, bucket in keys.items()}
        if any(tokens < 1 for tokens in filled.values()):
            return False
        for key in sorted(keys):  # one order for everybody, so that two of us never wait for each other
            row = rows[key]
            taken = RateBucket.objects.filter(
                name=key, tokens=row.tokens, refilled_at=row.refilled_at
            ).update(tokens=filled[key] - 1, refilled_at=now)
            if not taken:
                transaction.set_rollback(True)
                return None
    return True


def _filled(row: RateBucket, bucket: Bucket, now: datetime) -> float:
    hours = max(0.0, (now - row.refilled_at).total_seconds() / 3600)
    return min(bucket.capacity, row.tokens + hours * bucket.per_hour)
