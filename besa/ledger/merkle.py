"""Merkle trees and their proofs as in RFC 6962, section 2.1, checked as in RFC 9162, section 2.1.

Everything here is arithmetic on tree sizes, and SHA-256. A *node* is (level, position): the complete subtree
over leaves position·2^level up to (position + 1)·2^level. A *range* is (start, end): leaves start up to end,
always one that occurs in such a tree, so that it falls into complete subtrees of falling size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

Node = tuple[int, int]
Range = tuple[int, int]

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf: SHA-256(00 ‖ data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two smaller than a size of at least two."""
    return 1 << (size - 1).bit_length() - 1


def nodes_of(span: Range) -> list[Node]:
    """The complete subtrees of a range, largest first; none for an empty range."""
    start, end = span
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def hash_of_range(span: Range, digest_of: Callable[[Node], bytes]) -> bytes:
    """Hash of a range from the digests of its complete subtrees; EMPTY_ROOT for an empty range."""
    return fold_right([digest_of(node) for node in nodes_of(span)])


def fold_right(digests: Sequence[bytes]) -> bytes:
    """One hash of neighbouring complete subtrees, given largest first; EMPTY_ROOT for none."""
    if not digests:
        return EMPTY_ROOT
    result = digests[-1]
    for digest in reversed(digests[:-1]):
        result = node_hash(digest, result)
    return result


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Ranges whose hashes prove that a leaf is in a tree, from the leaf upwards (PATH of RFC 6962).

    Raises ValueError unless 0 ≤ index < size.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    ranges: list[Range] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """Ranges whose hashes prove that a tree begins with an older one (PROOF of RFC 6962).

    Raises ValueError unless 0 ≤ old ≤ new. Nothing needs proving for an empty or an equal old tree.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves cannot begin with {old}")
    if old in (0, new):
        return []
    ranges: list[Range] = []
    start, end, old_is_known = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, old_is_known = middle, False
    if not old_is_known:
        ranges.append((start, end))
    return ranges[::-1]


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that an inclusion proof leads to; `leaf` is the leaf's hash. ValueError for a wrong length."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    position, last, result = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ValueError("the inclusion proof is too long")
        if position & 1 or position == last:
            result = node_hash(sibling, result)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise ValueError("the inclusion proof is too short")
    return result


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """True when the proof shows that the leaf (its hash) is at this index of the tree with this root."""
    try:
        return root_from_inclusion(leaf, index, size, proof) == root
    except ValueError:
        return False


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """True when the proof shows that the new tree begins with the old one."""
    if not 0 <= old <= new:
        return False
    if old in (0, new):
        return not proof and (old_root == new_root if old == new else old_root == EMPTY_ROOT)
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)  # a complete old tree is itself a node of the new one
    return bool(path) and _roots_of_consistency(old, new, path) == (old_root, new_root)


def _roots_of_consistency(old: int, new: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_root = new_root = path[0]
    for digest in path[1:]:
        if last == 0:
            return None
        if position & 1 or position == last:
            old_root, new_root = node_hash(digest, old_root), node_hash(digest, new_root)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new_root = node_hash(new_root, digest)
        position, last = position >> 1, last >> 1
    return (old_root, new_root) if last == 0 else None


class Frontier:
    """The right edge of a growing tree: digests of its complete subtrees, largest first.

    All that appending needs, however large the tree is: at most one digest per level.
    """

    def __init__(self, size: int = 0, digests: Iterable[bytes] = ()) -> None:
        self.size = size
        self.digests = list(digests)
        if len(self.digests) != size.bit_count():
            raise ValueError(f"the edge of a tree of {size} leaves has {size.bit_count()} digests")

    def append(self, leaf: bytes) -> Iterator[tuple[Node, bytes]]:
        """Add a leaf (its hash); gives every inner node that it completes, lowest first."""
        digest, level = leaf, 0
        while self.size >> level & 1:
            digest = node_hash(self.digests.pop(), digest)
            level += 1
            yield (level, self.size >> level), digest
        self.digests.append(digest)
        self.size += 1

    def root(self) -> bytes:
        """Root of the tree so far."""
        return fold_right(self.digests)
