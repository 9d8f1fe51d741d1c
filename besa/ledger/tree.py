"""The ledger's tree as it is stored: digests, roots and proofs, each from a few rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Max, Q

from besa.ledger.merkle import (
    Frontier,
    Node,
    Range,
    consistency_ranges,
    hash_of_range,
    inclusion_ranges,
    leaf_hash,
    nodes_of,
)
from besa.ledger.models import Entry, TreeNode


class TreeDamaged(RuntimeError):
    """A row is missing that the tree needs."""


def tree_size() -> int:
    """How many entries have a position."""
    last = Entry.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def digests_of(nodes: Iterable[Node]) -> dict[Node, bytes]:
    """Digests of nodes, in at most two queries; TreeDamaged when a row is missing."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for level, position in nodes:
        wanted[level].add(position)
    found: dict[Node, bytes] = {}
    if leaves := wanted.pop(0, None):
        entries = Entry.objects.filter(position__in=leaves).values_list("position", "leaf")
        found |= {(0, position or 0): leaf_hash(leaf.encode()) for position, leaf in entries}
        _require_all({(0, position) for position in leaves}, found)
    if wanted:
        chosen = Q()
        for level, positions in wanted.items():
            chosen |= Q(level=level, position__in=positions)
        rows = TreeNode.objects.filter(chosen).values_list("level", "position", "digest")
        found |= {(level, position): bytes(digest) for level, position, digest in rows}
        _require_all({(level, one) for level, ones in wanted.items() for one in ones}, found)
    return found


def digests_in_row(level: int, start: int, end: int) -> list[bytes]:
    """Digests of neighbouring nodes of one level; TreeDamaged when a row is missing."""
    found = digests_of((level, position) for position in range(start, end))
    return [found[level, position] for position in range(start, end)]


def _require_all(wanted: set[Node], found: dict[Node, bytes]) -> None:
    if missing := wanted - found.keys():
        level, position = min(missing)
        raise TreeDamaged(f"the ledger's tree has no node at level {level}, position {position}")


def frontier_at(size: int) -> Frontier:
    """The right edge of the tree when it had this size."""
    nodes = nodes_of((0, size))
    digests = digests_of(nodes)
    return Frontier(size, [digests[node] for node in nodes])


def root_at(size: int) -> bytes:
    """Root of the tree when it had this size."""
    return frontier_at(size).root()


def inclusion_proof(index: int, size: int) -> list[bytes]:
    """Proof that the entry at this index is in the tree of this size. ValueError when it cannot be."""
    return _hashes_of(inclusion_ranges(index, size))


def consistency_proof(old: int, new: int) -> list[bytes]:
    """Proof that the tree of one size begins with that of another. ValueError when it cannot."""
    return _hashes_of(consistency_ranges(old, new))


def _hashes_of(ranges: list[Range]) -> list[bytes]:
    digests = digests_of(node for span in ranges for node in nodes_of(span))
    return [hash_of_range(span, digests.__getitem__) for span in ranges]
