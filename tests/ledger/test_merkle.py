"""Tree hashing and proofs: published vectors, and properties over all shapes of trees.

The vectors are those of the certificate-transparency reference implementation (merkle_tree_test.cc), which
the tests of most RFC 6962 implementations share.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from besa.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    Node,
    consistency_ranges,
    hash_of_range,
    inclusion_ranges,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root_from_inclusion,
)

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
_L0 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
_P2 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
_R4 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
_L4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
_P6 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
_P4 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
#: (index, size) → proof
INCLUSION = {
    (0, 1): [],
    (0, 8): [_L0, _P2, _R4],
    (5, 8): [_L4, _P6, ROOTS[4]],
    (2, 3): [ROOTS[2]],
    (1, 5): [ROOTS[1], _P2, _L4],
}
#: (old, new) → proof
CONSISTENCY = {(1, 1): [], (1, 8): [_L0, _P2, _R4], (6, 8): [_P4, _P6, ROOTS[4]], (2, 5): [_P2, _L4]}


class Tree:
    """A whole tree in memory, grown leaf by leaf."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.frontier = Frontier()
        self.nodes: dict[Node, bytes] = {}
        for position, leaf in enumerate(leaves):
            self.nodes[0, position] = leaf_hash(leaf)
            self.nodes.update(self.frontier.append(leaf_hash(leaf)))

    def root(self, size: int) -> bytes:
        return hash_of_range((0, size), self.nodes.__getitem__)

    def inclusion(self, index: int, size: int) -> list[bytes]:
        return [hash_of_range(span, self.nodes.__getitem__) for span in inclusion_ranges(index, size)]

    def consistency(self, old: int, new: int) -> list[bytes]:
        return [hash_of_range(span, self.nodes.__getitem__) for span in consistency_ranges(old, new)]


def _recursive_root(leaves: list[bytes]) -> bytes:
    """MTH, word for word as RFC 6962 defines it."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node_hash(_recursive_root(leaves[:half]), _recursive_root(leaves[half:]))


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size: int) -> None:
    assert Tree(LEAVES[:size]).frontier.root().hex() == ROOTS[size]
    assert Tree(LEAVES).root(size).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_the_published_ones(index: int, size: int) -> None:
    proof = Tree(LEAVES).inclusion(index, size)
    assert [digest.hex() for digest in proof] == INCLUSION[index, size]
    assert is_included(leaf_hash(LEAVES[index]), index, size, proof, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_proofs_are_the_published_ones(old: int, new: int) -> None:
    proof = Tree(LEAVES).consistency(old, new)
    assert [digest.hex() for digest in proof] == CONSISTENCY[old, new]
    assert is_consistent(old, new, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]), proof)


@given(st.lists(st.binary(max_size=4), max_size=70))
def test_growing_gives_the_root_of_the_definition(leaves: list[bytes]) -> None:
    assert Tree(leaves).frontier.root() == _recursive_root(leaves)


@given(st.integers(1, 300), st.data())
def test_every_leaf_is_proved_and_no_other(size: int, data: st.DataObject) -> None:
    tree = Tree([b"%d" % number for number in range(size)])
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1))
    proof, root = tree.inclusion(index, size), tree.root(size)
    assert is_included(tree.nodes[0, index], index, size, proof, root)
    assert is_included(tree.nodes[0, other], index, size, proof, root) == (other == index)
    assert is_included(tree.nodes[0, index], other, size, proof, root) == (other == index)
    assert not is_included(leaf_hash(b"never written"), index, size, proof, root)


@given(st.integers(1, 200), st.integers(0, 100), st.data())
def test_a_tree_continues_its_own_past_and_no_other(old: int, more: int, data: st.DataObject) -> None:
    leaves = [b"%d" % number for number in range(old + more)]
    tree = Tree(leaves)
    proof, root = tree.consistency(old, old + more), tree.root(old + more)
    assert is_consistent(old, old + more, tree.root(old), root, proof)
    leaves[data.draw(st.integers(0, old - 1))] = b"changed"
    assert not is_consistent(old, old + more, Tree(leaves).root(old), root, proof)


@given(st.integers(1, 200), st.integers(1, 100), st.data())
def test_a_damaged_proof_proves_nothing(old: int, more: int, data: st.DataObject) -> None:
    tree, new = Tree([b"%d" % number for number in range(old + more)]), old + more
    proof, root = tree.consistency(old, new), tree.root(new)
    changed = data.draw(st.integers(0, len(proof) - 1))
    for damaged in (
        [*proof[:changed], bytes(32), *proof[changed + 1 :]],
        proof[:changed] + proof[changed + 1 :],
        [*proof, bytes(32)],
    ):
        assert not is_consistent(old, new, tree.root(old), root, damaged)


def test_sizes_that_cannot_be_are_refused() -> None:
    for index, size in ((0, 0), (3, 3), (-1, 3)):
        with pytest.raises(ValueError, match="no leaf"):
            inclusion_ranges(index, size)
        with pytest.raises(ValueError, match="no leaf"):
            root_from_inclusion(EMPTY_ROOT, index, size, [])
    with pytest.raises(ValueError, match="cannot begin"):
        consistency_ranges(4, 3)
    assert not is_consistent(4, 3, EMPTY_ROOT, EMPTY_ROOT, [])
    assert not is_consistent(3, 3, EMPTY_ROOT, bytes(32), [])
    with pytest.raises(ValueError, match="2 digests"):
        Frontier(3, [EMPTY_ROOT])
