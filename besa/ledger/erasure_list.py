"""Which subjects were erased, kept outside the database: a restored backup must forget them again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from besa.ledger.folder import append_lines, locked, read_lines

FILE = "erasures.jsonl"


@dataclass(frozen=True)
class Erasure:
    """One erasure: what was erased, and the hash of the ledger entry that says so."""

    subject: str
    entry: str

    @classmethod
    def told_by(cls, subject: str, leaf: str) -> Erasure:
        """The erasure that an `erased` entry tells of; `leaf` is the entry's text."""
        return cls(subject, sha256(leaf.encode()).hexdigest())


def erasures() -> list[Erasure]:
    """All erasures known outside the database, oldest first."""
    return [Erasure(values["subject"], values["entry"]) for values in read_lines(FILE)]


def keep_erasures(new: Iterable[Erasure]) -> int:
    """Add to the list those that are not on it; gives how many."""
    with locked(FILE):
        known = {erasure.entry for erasure in erasures()}
        missing = [erasure for erasure in dict.fromkeys(new) if erasure.entry not in known]
        if missing:
            append_lines(FILE, [{"subject": one.subject, "entry": one.entry} for one in missing])
    return len(missing)
