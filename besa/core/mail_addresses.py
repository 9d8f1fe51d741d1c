"""Addresses of ours that say by themselves what comes back to them: `reply+r12ab…-signature@in.example.org`.

The part after the plus is signed, so nobody can guess one, and small enough for the 64 characters of a local part.
Mail programs may change its case, so it has none.
"""

from __future__ import annotations

import hmac
import re
from base64 import b32encode
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac

_SHAPE = re.compile(r"(?P<kind>[a-z])(?P<ident>[0-9a-z]{1,30})-(?P<signature>[a-z2-7]{16})")
#: a report of ours is answered; a delivery comes back; a mail of ours comes back
REPLY, DELIVERY_BOUNCE, MAIL_BOUNCE = "r", "b", "m"


@dataclass(frozen=True)
class MailToken:
    """What an address of ours is for: one of the kinds above, and of what."""

    kind: str
    ident: str


def address_for(kind: str, ident: str) -> str:
    """The address, or an empty string where the installation takes no mail (BESA_MAIL_REPLIES)."""
    local, _, domain = settings.MAIL_REPLIES.partition("@")
    return f"{local}+{kind}{ident}-{_signature(kind, ident)}@{domain}" if domain else ""


def token_of(address: str) -> MailToken | None:
    """What an address is for; None for one that is not ours, or forged."""
    local, _, domain = address.strip().lower().rpartition("@")
    ours, _, ours_domain = settings.MAIL_REPLIES.lower().partition("@")
    if not ours_domain or domain != ours_domain or not local.startswith(f"{ours}+"):
        return None
    found = _SHAPE.fullmatch(local.removeprefix(f"{ours}+"))
    if found is None:
        return None
    if not hmac.compare_digest(found["signature"], _signature(found["kind"], found["ident"])):
        return None
    return MailToken(found["kind"], found["ident"])


def _signature(kind: str, ident: str) -> str:
    """80 bits: enough, as each guess is a mail."""
    digest = salted_hmac("besa.core.mail-address", f"{kind}{ident}", algorithm="sha256").digest()
    return b32encode(digest[:10]).decode().lower()
