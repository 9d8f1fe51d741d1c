"""The whole ledger as one file, one JSON object a line, that `besa-verify` checks without us.

First a line about the ledger (format, origin, vkey, epochs, size, head), then every checkpoint, then every
entry. Checkpoints come first so that one pass over the entries can check them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import chain, islice
from typing import Any

import msgspec

from besa.ledger.epochs import current_epoch, epochs
from besa.ledger.models import Checkpoint
from besa.ledger.queries import all_leaves, latest_checkpoint

FORMAT = "besa-ledger-1"
_LINES_AT_ONCE = 500


def export_lines(checkpoint: Checkpoint) -> Iterator[bytes]:
    """The export up to one signed head, in pieces of many lines."""
    return _in_pieces(
        chain(
            [_about(checkpoint)],
            (
                {"type": "checkpoint", "note": note}
                for note in Checkpoint.objects.filter(size__lte=checkpoint.size, pk__lte=checkpoint.pk)
                .order_by("size", "pk")
                .values_list("note", flat=True)
                .iterator()
            ),
            (
                {"type": "entry", "position": position, "leaf": leaf}
                for position, leaf in all_leaves(checkpoint.size)
            ),
        )
    )


def _about(checkpoint: Checkpoint) -> dict[str, Any]:
    epoch = current_epoch()
    return {
        "type": "ledger",
        "format": FORMAT,
        "origin": epoch.origin,
        "vkey": epoch.vkey,
        "size": checkpoint.size,
        "head": checkpoint.note,
        "epochs": [asdict(one) for one in epochs()],
    }


def _in_pieces(values: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    encode = msgspec.json.encode
    lines = iter(values)
    while piece := b"".join(encode(value) + b"\n" for value in islice(lines, _LINES_AT_ONCE)):
        yield piece


def newest_export() -> tuple[int, Iterator[bytes]]:
    """Size and lines of an export up to the newest head; LookupError before the first sealing."""
    checkpoint = latest_checkpoint()
    if checkpoint is None:
        raise LookupError("nothing is sealed yet")
    return checkpoint.size, export_lines(checkpoint)
