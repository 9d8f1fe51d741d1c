"""How a translation stands to its original, block by block."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from besa.publications.blocks import KINDS, digest_of
from besa.publications.models import Block, Edition


class Mark(StrEnum):
    """What a translator has to do with a block."""

    DONE = "done"
    #: it still has the original's words
    WAITING = "waiting"
    #: the original changed since it was translated
    OUTDATED = "outdated"
    #: the original has no such block
    OWN = "own"


@dataclass(frozen=True)
class Pairing:
    """A translation beside its original; of an original, nothing. `missing` are blocks that only the original has."""

    marks: dict[str, Mark]
    originals: dict[str, Block]
    missing: tuple[Block, ...] = ()

    @property
    def digests(self) -> dict[str, str]:
        """Of the original's blocks."""
        return {uid: digest_of(block.kind, block.data) for uid, block in self.originals.items()}

    @property
    def open(self) -> int:
        """How many blocks somebody has to look at."""
        waits = sum(mark in (Mark.WAITING, Mark.OUTDATED) for mark in self.marks.values())
        return waits + len(self.missing)


def original_of(edition: Edition) -> Edition | None:
    """The edition that this one is translated from; None for the original itself."""
    if edition.is_original:
        return None
    rows = Edition.objects.select_related("publication")
    return rows.get(publication=edition.publication, language=edition.publication.original_language)


def original_block(edition: Edition, uid: str, kind: str) -> Block | None:
    """The original's block that pairs up with one of a translation; None where there is none of its kind."""
    original = original_of(edition)
    return original.blocks.filter(uid=uid, kind=kind).first() if original else None


def pairing_of(edition: Edition, blocks: list[Block]) -> Pairing:
    """The marks of an edition's blocks. At most two queries."""
    original = original_of(edition)
    if original is None:
        return Pairing({}, {})
    originals = {block.uid: block for block in original.blocks.all()}
    own = {block.uid for block in blocks}
    return Pairing(
        marks={block.uid: _mark(block, originals.get(block.uid)) for block in blocks},
        originals=originals,
        missing=tuple(block for uid, block in originals.items() if uid not in own),
    )


def _mark(block: Block, original: Block | None) -> Mark:
    if original is None:
        return Mark.OWN
    if not KINDS[block.kind].words:  # nothing of it is written
        return Mark.DONE if block.data == original.data else Mark.OUTDATED
    if not block.source_digest:
        return Mark.WAITING
    return Mark.DONE if block.source_digest == digest_of(original.kind, original.data) else Mark.OUTDATED
