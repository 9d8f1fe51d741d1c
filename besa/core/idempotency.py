"""One answer per submission: a phone that sends twice, or fifty times at once, makes one thing.

The unique row is written in the transaction of the act itself: whoever comes second waits for the first
one's commit, fails on the row, and gets the first one's answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import IntegrityError

from besa.core.canonical import canonical_json
from besa.core.models import IdempotencyKey

_SHAPE = re.compile(r"[A-Za-z0-9_-]{16,80}")


@dataclass(frozen=True)
class Submission:
    """What was sent: where to (`scope`), under which key, and the hash of its content."""

    scope: str
    key: str
    body_hash: str


class KeyTakenError(Exception):
    """Somebody was faster with this key; `answer_before` knows what they were told."""


class KeyReusedError(Exception):
    """The key came with another content before."""


def is_key(text: str) -> bool:
    """True for a text that can be a key: 16 to 80 letters, digits, hyphens, underscores."""
    return bool(_SHAPE.fullmatch(text))


def hash_of(body: Mapping[str, Any]) -> str:
    """Hash of a submission's content; the order of its fields does not matter."""
    return sha256(canonical_json(dict(body)).encode()).hexdigest()


def answer_before(submission: Submission) -> dict[str, Any] | None:
    """The answer already given, or None; KeyReusedError when the key belongs to another content."""
    row = IdempotencyKey.objects.filter(scope=submission.scope, key=submission.key).first()
    if row is None:
        return None
    if row.body_hash != submission.body_hash:
        raise KeyReusedError
    answer: dict[str, Any] = row.answer
    return answer


def claim(submission: Submission, answer: Mapping[str, Any]) -> None:
    """Take the key, first thing in the transaction of the act that `answer` tells of.

    Raises KeyTakenError when somebody was faster; that transaction is over then.
    """
    try:
        IdempotencyKey.objects.create(
            scope=submission.scope,
            key=submission.key,
            body_hash=submission.body_hash,
            answer=dict(answer),
        )
    except IntegrityError:
        raise KeyTakenError from None
