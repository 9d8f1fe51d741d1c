"""Proof of work against spam, by the ALTCHA protocol (version 1): no third party, no puzzle for people.

A challenge is bound to an action, expires soon, and its solution can be used once. Source of the protocol:
https://altcha.org/docs/v2/proof-of-work-v1/. The browser's side is ALTCHA's own worker, 1 KB.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from altcha import v1 as altcha
from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from besa.core.models import SpentChallenge

ACTIONS = frozenset({"report", "pledge_evidence"})
VALID_FOR = timedelta(minutes=10)
#: about two seconds on a cheap phone, a quarter of one on a computer
MAX_NUMBER = 60_000
_LONGEST = 2_000


class ProofSpentError(Exception):
    """The proof was used before."""


@dataclass(frozen=True)
class Proof:
    """A checked proof of work that may be spent once."""

    fingerprint: str
    expires_at: datetime


def _key(action: str) -> str:
    return f"besa.challenge:{action}:{settings.SECRET_KEY}"


def new_challenge(action: str) -> dict[str, Any]:
    """A challenge for one action, as the browser's worker wants it; KeyError for an unknown action."""
    if action not in ACTIONS:
        raise KeyError(action)
    challenge: dict[str, Any] = altcha.create_challenge(
        altcha.ChallengeOptions(
            algorithm="SHA-256",
            max_number=MAX_NUMBER,
            hmac_key=_key(action),
            expires=timezone.now() + VALID_FOR,
        )
    ).to_dict()
    return challenge


def checked_proof(solution: str, action: str) -> Proof | None:
    """The proof in a solution for this action; None when it is missing, wrong, for another action or expired."""
    payload = _payload_of(solution)
    if payload is None:
        return None
    right, _ = altcha.verify_solution(payload, _key(action))
    if not right:
        return None
    expires = altcha.extract_params(payload).get("expires")
    if not expires:
        return None
    return Proof(payload["challenge"], datetime.fromtimestamp(int(expires[0]), UTC))


def _payload_of(solution: str) -> altcha.PayloadType | None:
    """The solution's fields when they have the right types; the library trusts them."""
    if not solution or len(solution) > _LONGEST:
        return None
    try:
        payload = json.loads(base64.b64decode(solution, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None
    texts = ("algorithm", "challenge", "salt", "signature")
    if not isinstance(payload, dict) or not all(isinstance(payload.get(name), str) for name in texts):
        return None
    number = payload.get("number")
    if not isinstance(number, int) or isinstance(number, bool) or not payload["salt"].isascii():
        return None
    return cast(altcha.PayloadType, payload)


def spend(proof: Proof) -> None:
    """Use a proof up, in the transaction of the act it pays for.

    Raises ProofSpentError when it was used before; that transaction is over then.
    """
    try:
        SpentChallenge.objects.create(fingerprint=proof.fingerprint, expires_at=proof.expires_at)
    except IntegrityError:
        raise ProofSpentError from None
