"""The whole ledger checked from inside: every row of every table, also what no export shows.

`besa-verify` checks what the public sees. This also sees copies of a leaf's fields that were changed, a stored
node that is wrong, and a private payload that is not what its entry committed to.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from datetime import UTC
from hashlib import sha256
from typing import Any

from besa.core.canonical import canonical_json
from besa.ledger.checkpoint import NoteRefused
from besa.ledger.epochs import current_epoch, epochs, kept_head
from besa.ledger.merkle import Frontier, Node, leaf_hash
from besa.ledger.models import Checkpoint, Entry, PrivatePayload, TreeNode
from besa.ledger.tree import TreeDamaged, digests_of

_STEP = 2_000
_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"
#: column of a row → field of its leaf
_COPIES = {"verb": "verb", "subject": "subject", "municipality": "municipality", "actor_role": "role"}


def faults() -> Iterator[str]:
    """What is wrong, one sentence each; nothing when all is well. Reads every row: seconds for a million."""
    roots: dict[int, str] = {0: Frontier().root().hex()}
    sizes = set(Checkpoint.objects.values_list("size", flat=True))
    frontier, inner_nodes = Frontier(), 0
    while batch := _entries_from(frontier.size):
        made: list[tuple[Node, bytes]] = []
        for entry in batch:
            if entry.position != frontier.size:
                yield f"entry {frontier.size} is missing"
                return
            yield from _faults_of_entry(entry)
            made.extend(frontier.append(leaf_hash(entry.leaf.encode())))
            if frontier.size in sizes:
                roots[frontier.size] = frontier.root().hex()
        inner_nodes += len(made)
        yield from _faults_of_nodes(made)
    if (stored := TreeNode.objects.count()) != inner_nodes:
        yield f"the tree has {stored} stored nodes instead of {inner_nodes}"
    yield from _faults_of_heads(roots, frontier.size)
    yield from _faults_of_payloads()


def _entries_from(position: int) -> list[Entry]:
    return list(Entry.objects.filter(position__gte=position).order_by("position")[:_STEP])


def _faults_of_entry(entry: Entry) -> Iterator[str]:
    told = _told_by(entry.leaf)
    if canonical_json(told) != entry.leaf:
        yield f"entry {entry.position} is not canonical JSON"
    for column, name in _COPIES.items():
        if getattr(entry, column) != told.get(name):
            yield f"entry {entry.position}: its column {column} is not what the entry says"
    if entry.at.astimezone(UTC).strftime(_TIME) != told.get("at"):
        yield f"entry {entry.position}: its column at is not what the entry says"


def _told_by(leaf: str) -> dict[str, Any]:
    """What a leaf says; nothing when somebody made it unreadable."""
    try:
        told = json.loads(leaf, parse_float=str)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _faults_of_nodes(made: list[tuple[Node, bytes]]) -> Iterator[str]:
    try:
        stored = digests_of(node for node, _ in made)
    except TreeDamaged as error:
        yield str(error)
        return
    for node, digest in made:
        if stored[node] != digest:
            yield f"the stored node at level {node[0]}, position {node[1]} is wrong"


def _faults_of_heads(roots: dict[int, str], size: int) -> Iterator[str]:
    known = {epoch.origin: epoch for epoch in epochs()}
    last = 0
    for checkpoint in Checkpoint.objects.order_by("size").iterator():
        last = checkpoint.size
        name = f"checkpoint {checkpoint.size} of {checkpoint.origin}"
        try:
            head = known[checkpoint.origin].head_of(checkpoint.note)
        except (NoteRefused, KeyError) as error:
            yield f"{name} is not signed as it should be: {error}"
            continue
        if (head.size, head.root.hex()) != (checkpoint.size, checkpoint.root):
            yield f"{name} does not say what its row says"
        if roots.get(head.size) != head.root.hex():
            yield f"{name} is not the root of the entries"
    if last != size:
        yield f"{size} entries have a place, but the last head is of {last}"
    if (
        kept_head()
        and not Checkpoint.objects.filter(origin=current_epoch().origin, note=kept_head()).exists()
    ):
        yield "the head kept outside the database is not in it"


def _faults_of_payloads() -> Iterator[str]:
    last = 0
    while batch := list(PrivatePayload.objects.filter(entry_id__gt=last).order_by("entry_id")[:_STEP]):
        last = batch[-1].entry_id
        leaves = dict(Entry.objects.filter(pk__in=[one.entry_id for one in batch]).values_list("pk", "leaf"))
        for payload in batch:
            told = _told_by(leaves.get(payload.entry_id, ""))
            commitment = hmac.new(bytes(payload.key), payload.payload.encode(), sha256).hexdigest()
            if (told.get("commitment"), told.get("subject")) != (commitment, payload.subject):
                yield f"the private payload of row {payload.entry_id} is not what its entry committed to"
