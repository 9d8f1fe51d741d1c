"""A proof as a page can explain it."""

from __future__ import annotations

from dataclasses import dataclass

from besa.ledger import tree
from besa.ledger.merkle import is_included, leaf_hash
from besa.ledger.models import Checkpoint
from besa.ledger.queries import SealedEntry, latest_checkpoint


@dataclass(frozen=True)
class Proof:
    """That an entry is in the tree of a signed head. `holds` is what our own check of it says."""

    leaf_hash: str
    path: list[str]
    head: Checkpoint
    holds: bool


def proof_of(entry: SealedEntry) -> Proof | None:
    """The proof against the newest signed head; None when no head covers the entry yet."""
    head = latest_checkpoint()
    if head is None or head.size <= entry.position:
        return None
    leaf = leaf_hash(entry.leaf.encode())
    path = tree.inclusion_proof(entry.position, head.size)
    holds = is_included(leaf, entry.position, head.size, path, bytes.fromhex(head.root))
    return Proof(leaf.hex(), [digest.hex() for digest in path], head, holds)
