"""What was erased, kept outside the database: a restored backup must forget it again.

Of passages that were removed, only their places are kept; what they said is nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec

from besa.core.forgetting import Cut, Loss
from besa.ledger.folder import append_lines, locked, read_lines

FILE = "erasures.jsonl"


@dataclass(frozen=True)
class Erasure:
    """One erasure: of what, and the hash of the ledger entry that says so. Without cuts, everything was erased."""

    subject: str
    entry: str
    cuts: tuple[Cut, ...] = ()
    reason: str = ""

    @classmethod
    def told_by(cls, subject: str, leaf: str, cuts: tuple[Cut, ...] = (), reason: str = "") -> Erasure:
        """The erasure that an entry tells of; `leaf` is the entry's text."""
        return cls(subject, sha256(leaf.encode()).hexdigest(), cuts, reason)

    @classmethod
    def read(cls, values: dict[str, Any]) -> Erasure:
        """An erasure from its line of the list."""
        return msgspec.convert(values, cls)

    def line(self) -> dict[str, Any]:
        """What the list holds of it."""
        values: dict[str, Any] = msgspec.to_builtins(self)
        return values if self.cuts else {"subject": self.subject, "entry": self.entry}


def erasures() -> list[Erasure]:
    """All erasures known outside the database, oldest first."""
    return [Erasure.read(values) for values in read_lines(FILE)]


def losses_by_subject(known: Iterable[Erasure]) -> dict[str, list[Loss]]:
    """What each subject lost, oldest first; nothing in the list of one that was erased altogether."""
    found: dict[str, list[Loss]] = {}
    gone: set[str] = set()
    for erasure in known:
        losses = found.setdefault(erasure.subject, [])
        if erasure.cuts:
            losses.append(Loss(erasure.cuts, erasure.reason))
        else:
            gone.add(erasure.subject)
    return {subject: [] if subject in gone else losses for subject, losses in found.items()}


def keep_erasures(new: Iterable[Erasure]) -> int:
    """Add to the list those that are not on it; gives how many."""
    with locked(FILE):
        known = {erasure.entry for erasure in erasures()}
        missing = [erasure for erasure in dict.fromkeys(new) if erasure.entry not in known]
        if missing:
            append_lines(FILE, [one.line() for one in missing])
    return len(missing)
