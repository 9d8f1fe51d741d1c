"""Network addresses, scrambled: the same address gives the same mark on one day, and nothing leads back.

The salt is random, is kept for two days and then deleted: without it nobody, we included, can try all addresses.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import date
from functools import lru_cache
from hashlib import sha256
from ipaddress import IPv6Address

from django.utils import timezone

from besa.core.models import DaySalt

#: fd00::/8, addresses that no network on the internet has
_LOCAL = 0xFD


def scrambled_address(address: str) -> str:
    """A mark for a network address, in the shape of an IPv6 address, for libraries that ask for one."""
    digest = hmac.new(_salt_of(timezone.now().date()), address.encode(), sha256).digest()
    return str(IPv6Address(bytes([_LOCAL]) + digest[:15]))


@lru_cache(maxsize=2)
def _salt_of(day: date) -> bytes:
    """The same for all processes. Whoever comes first on a day makes it."""
    DaySalt.objects.bulk_create([DaySalt(day=day, salt=secrets.token_bytes(32))], ignore_conflicts=True)
    return bytes(DaySalt.objects.get(day=day).salt)
