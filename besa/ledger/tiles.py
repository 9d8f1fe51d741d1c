"""The tree as C2SP tlog-tiles: files of 256 hashes that caches may keep for ever.

A tile of level L and number N holds the nodes of tree level 8·L at positions 256·N and on. Level "entries"
holds the entries themselves, each after its length in two bytes. A tile that is not full yet is asked for by
its width. Source: c2sp.org/tlog-tiles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from besa.ledger.queries import leaves_between
from besa.ledger.tree import digests_in_row

WIDTH = 256
_PATH = re.compile(
    r"(?P<level>entries|[0-7])/(?P<number>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True)
class TilePath:
    """Which tile is asked for. `level` is -1 for entries; `width` is 256 for a full tile."""

    level: int
    number: int
    width: int

    @classmethod
    def parse(cls, text: str) -> TilePath:
        """From `<L>/<N>[.p/<W>]`; ValueError for anything that is not in the one right spelling."""
        match = _PATH.fullmatch(text)
        if match is None or (match["width"] and int(match["width"]) >= WIDTH):
            raise ValueError("a tile is asked for as <level>/<number>, or <level>/<number>.p/<width>")
        number = match["number"]
        if number.startswith("x000/"):
            raise ValueError("the number of a tile has no leading groups of zeros")
        level = -1 if match["level"] == "entries" else int(match["level"])
        return cls(level, int(number.replace("x", "").replace("/", "")), int(match["width"] or WIDTH))

    def exists_in(self, size: int) -> bool:
        """True when a tree of this size has all of the tile."""
        return self.number * WIDTH + self.width <= size >> 8 * max(0, self.level)


def tile_bytes(path: TilePath) -> bytes:
    """The tile's bytes: 32 for each hash, or the bundle of its entries."""
    start = path.number * WIDTH
    end = start + path.width
    if path.level < 0:
        leaves = (leaf.encode() for _, leaf in leaves_between(start, end))
        return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)
    return b"".join(digests_in_row(8 * path.level, start, end))
