"""Token buckets in the database: how much may come from one device, address or area in a while.

Never by network address alone: whole villages share one mobile address.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction
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

    Safe in parallel: on PostgreSQL the rows are locked, in one order for everybody; on SQLite the transaction
    has locked out all other writers before it reads.
    """
    now = at or timezone.now()
    by_key = {bucket.key: bucket for bucket in buckets}
    with transaction.atomic(savepoint=False):
        found = {row.name: row for row in _locked_rows(by_key, now)}
        filled = {
            key: _filled(found[key], bucket, now) if key in found else bucket.capacity
            for key, bucket in by_key.items()
        }
        if any(tokens < 1 for tokens in filled.values()):
            return False
        RateBucket.objects.bulk_create(
            [RateBucket(name=key, tokens=tokens - 1, refilled_at=now) for key, tokens in filled.items()],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["tokens", "refilled_at"],
        )
    return True


def _locked_rows(by_key: dict[str, Bucket], now: datetime) -> list[RateBucket]:
    """The buckets' rows. Where rows are locked, one that is missing is made full first, so that there is one."""
    wanted = RateBucket.objects.select_for_update().filter(name__in=by_key).order_by("name")
    rows = list(wanted)
    if len(rows) < len(by_key) and connection.features.has_select_for_update:
        known = {row.name for row in rows}
        RateBucket.objects.bulk_create(
            [
                RateBucket(name=key, tokens=bucket.capacity, refilled_at=now)
                for key, bucket in by_key.items()
                if key not in known
            ],
            ignore_conflicts=True,
        )
        rows = list(wanted.all())
    return rows


def _filled(row: RateBucket, bucket: Bucket, now: datetime) -> float:
    hours = max(0.0, (now - row.refilled_at).total_seconds() / 3600)
    return min(bucket.capacity, row.tokens + hours * bucket.per_hour)
