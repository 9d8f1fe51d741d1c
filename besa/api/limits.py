"""How often one network address may ask: generous, and only against programs that have run wild.

Reading costs little and writes nothing, so the counts live in the memory of each process: a database that is
written to for each read would cost more than what it protects. Addresses are scrambled, in another way each
day, and are gone with the process.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from django.conf import settings
from django.http import HttpRequest

from besa.core.network import scrambled_address

#: requests at once, and refilled in a minute, from one address and in one process
AT_ONCE, PER_MINUTE = 300, 600
_MOST_ADDRESSES = 20_000


class Meter:
    """A bucket of tokens for each address; the ones unused longest are forgotten first."""

    def __init__(self, at_once: int = AT_ONCE, per_minute: int = PER_MINUTE) -> None:
        self._at_once, self._per_second = at_once, per_minute / 60
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, key: bytes, now: float) -> int:
        """Take a token: 0, or the seconds until there is one again."""
        with self._lock:
            tokens, filled_at = self._buckets.pop(key, (float(self._at_once), now))
            tokens = min(self._at_once, tokens + (now - filled_at) * self._per_second)
            enough = tokens >= 1
            self._buckets[key] = (tokens - enough, now)
            if len(self._buckets) > _MOST_ADDRESSES:
                self._buckets.popitem(last=False)
        return 0 if enough else int((1 - tokens) / self._per_second) + 1


_meter = Meter()


def seconds_to_wait(request: HttpRequest) -> int:
    """0 for a request that may be answered, or how long its sender should wait."""
    return _meter.wait(_key(request), time.monotonic())


def _key(request: HttpRequest) -> bytes:
    return scrambled_address(_address(request)).encode()


def _address(request: HttpRequest) -> str:
    """The address that the connection, or the trusted proxy in front, came from."""
    if settings.BEHIND_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
