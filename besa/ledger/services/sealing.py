"""The sealer: gives committed entries their place in the tree, and signs its head.

Positions are given after commit, because on PostgreSQL sequence numbers may commit out of order. Only one
sealer works at a time: a lock in the ledger's folder, the write lock of SQLite or an advisory lock of
PostgreSQL.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from besa.ledger.checkpoint import Head, NoteRefused, sign_note
from besa.ledger.epochs import Epoch, current_epoch, keep_head, kept_head
from besa.ledger.erasure_list import Erasure, keep_erasures
from besa.ledger.folder import locked
from besa.ledger.keys import signing_key
from besa.ledger.merkle import Frontier, leaf_hash
from besa.ledger.models import Checkpoint, Entry, TreeNode
from besa.ledger.tree import frontier_at, root_at, tree_size

BATCH = 5_000
ERASED = "ledger.erased"
_LOCK_NUMBER = 7_131_425_506_271_553  # any number that nothing else in this database locks
_WAITING = ("pk", "leaf", "verb", "subject")


class SealRefused(RuntimeError):
    """The database does not continue the last signed head, so nothing may be signed."""


def seal_entries() -> int:
    """Seal all entries that wait; gives how many.

    Raises SealRefused rather than sign a head that contradicts the last. Safe to call twice at once. With
    nothing to seal it costs two reads.
    """
    if _nothing_to_do():
        return 0
    sealed = 0
    with locked("seal"):
        epoch = current_epoch()
        while batch := _seal_batch(epoch):
            sealed += batch
        _keep_newest_head(epoch)
    return sealed


def _nothing_to_do() -> bool:
    newest = _newest_checkpoint(current_epoch())
    return newest is not None and newest == kept_head() and not _waiting().exists()


def _newest_checkpoint(epoch: Epoch) -> str | None:
    found = Checkpoint.objects.filter(origin=epoch.origin).order_by("-size").values_list("note", flat=True)
    return found.first()


def _waiting() -> QuerySet[Entry]:
    return Entry.objects.filter(position__isnull=True).order_by("pk")


def _seal_batch(epoch: Epoch) -> int:
    """Seal up to BATCH entries in one transaction; an empty ledger gets a signed head of size 0."""
    with transaction.atomic():
        _wait_for_other_machines()
        size = tree_size()
        _require_continuation(epoch, size)
        waiting = list(_waiting().values_list(*_WAITING)[:BATCH])
        if not waiting and Checkpoint.objects.filter(origin=epoch.origin).exists():
            return 0
        # The entries are committed already: listing an erasure here can never be premature.
        keep_erasures(Erasure.told_by(subject, leaf) for _, leaf, verb, subject in waiting if verb == ERASED)
        frontier = frontier_at(size)
        _write_nodes(frontier, [leaf for _, leaf, _, _ in waiting])
        _write_positions(size, [pk for pk, _, _, _ in waiting])
        _sign(epoch, frontier)
    return len(waiting)


def _wait_for_other_machines() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_NUMBER])


def _require_continuation(epoch: Epoch, size: int) -> None:
    """Refuse unless the stored tree contains the last heads signed: the one here, and the one outside."""
    last = Checkpoint.objects.order_by("-size", "-pk").first()
    if size != (last.size if last else 0):
        raise SealRefused(f"the database has {size} sealed entries, its last head tells of another number")
    for note in filter(None, (kept_head(), _newest_checkpoint(epoch))):
        try:
            head = epoch.head_of(note)
        except NoteRefused as error:
            raise SealRefused(f"the last signed head is not this ledger's: {error}") from error
        if head.size > size:
            raise SealRefused(
                f"the last signed head has {head.size} entries, the database only {size}: "
                "it was restored or cut. Open a new epoch (manage.py seal --open-epoch) once you know why."
            )
        if root_at(head.size) != head.root:
            raise SealRefused(f"the database contradicts the last signed head of size {head.size}")


def _write_nodes(frontier: Frontier, leaves: list[str]) -> None:
    made = [done for leaf in leaves for done in frontier.append(leaf_hash(leaf.encode()))]
    TreeNode.objects.bulk_create(
        [TreeNode(level=level, position=position, digest=digest) for (level, position), digest in made],
        batch_size=BATCH,
    )


def _write_positions(first: int, pks: list[int]) -> None:
    if not pks:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE ledger_entry SET position = %s WHERE id = %s AND position IS NULL",
            list(enumerate(pks, start=first)),
        )
        if cursor.rowcount != len(pks):
            raise SealRefused("an entry that waited to be sealed has gone or was sealed by somebody else")


def _sign(epoch: Epoch, frontier: Frontier) -> None:
    head = Head(epoch.origin, frontier.size, frontier.root())
    Checkpoint.objects.create(
        origin=head.origin,
        size=head.size,
        root=head.root.hex(),
        note=sign_note(head.text(), epoch.origin, signing_key()),
        signed_at=timezone.now(),
    )


def _keep_newest_head(epoch: Epoch) -> None:
    """After commit, never before: a head that was seen outside must not be lost by a rollback."""
    note = _newest_checkpoint(epoch)
    if note and note != kept_head():
        keep_head(note)
