"""Map tiles of public reports: points when there are few, clusters when there are many.

A tile is one range of Z-order keys. Layer `reports` holds points (id; tags `c` category id, `s` number of the
state in `STATES`), layer `clusters` holds counts (tag `n`). Where the numbers come from is in `exposure.py`;
docs/decisions/0009-map-tiles.md has the measurements.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.db import connection

from besa.core.geo import KEY_ZOOM, deinterleave, tile_range
from besa.reports.models.report import STATES, Visibility
from besa.reports.mvt import EXTENT, Whole, encode_layer
from besa.reports.tallies import (
    ANY_CATEGORY,
    ANY_STATE,
    ANY_WEEK,
    FILTERED_LEVEL,
    STAMP_LEVEL,
    TOTAL_LEVELS,
)

MAX_ZOOM = 18
#: from this zoom on a tile shows points, up to `_MANY` of them (88 KB)
POINTS_FROM = 13
#: and from this one if there are no more than `_FEW`
FEW_POINTS_FROM = 10
_MANY, _FEW = 4_200, 250
#: a tile is divided into 8 × 8 clusters, each placed at the middle of the reports in its cells
_CLUSTER_DEPTH, _CELL_DEPTH = 3, 5
_STATE_NUMBERS = {str(state): number for number, state in enumerate(STATES)}
_PUBLIC = f"visibility = '{Visibility.PUBLIC.value}'"


_Value = int | str


@dataclass(frozen=True)
class Tile:
    """A tile as it is sent: plain, and compressed for browsers that take gzip (all do)."""

    plain: bytes
    packed: bytes


@dataclass(frozen=True)
class Wanted:
    """Which reports a tile shows: ids of categories, states and weeks; empty ones take all."""

    categories: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    weeks: tuple[int, ...] = ()

    @property
    def everything(self) -> bool:
        """True without any filter."""
        return not (self.categories or self.states or self.weeks)


def is_tile(zoom: int, x: int, y: int) -> bool:
    """True for a tile that exists."""
    return zoom <= MAX_ZOOM and x < 1 << zoom and y < 1 << zoom


def stamp_of(zoom: int, x: int, y: int) -> int:
    """A number that rises with every change of what is public in the tile or near it. One small read."""
    shift = 2 * (KEY_ZOOM - STAMP_LEVEL)
    first, after = tile_range(zoom, x, y)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(changes), 0) FROM reports_tilestamp WHERE prefix BETWEEN %s AND %s",
            [first >> shift, (after - 1) >> shift],
        )
        return int(cursor.fetchone()[0])


def stamp_of_all() -> int:
    """A number that rises with every change of what is public anywhere."""
    return stamp_of(0, 0, 0)


@lru_cache(maxsize=256)
def tile(zoom: int, x: int, y: int, wanted: Wanted, stamp: int) -> Tile:
    """The tile; kept in memory under its stamp, so that a busy tile is made once after each change."""
    return packed(_make(zoom, x, y, wanted))


def packed(plain: bytes) -> Tile:
    """The bytes with their gzip form; the quickest level, as a tile is sent a few times only."""
    packer = zlib.compressobj(1, wbits=31)
    return Tile(plain, packer.compress(plain) + packer.flush())


def _make(zoom: int, x: int, y: int, wanted: Wanted) -> bytes:
    first, after = tile_range(zoom, x, y)
    level = _kept_level(zoom, wanted)
    kept = _kept_counts(level, first, after, wanted) if level else None
    if zoom >= FEW_POINTS_FROM:
        limit = _MANY if zoom >= POINTS_FROM else _FEW
        if kept is None or sum(int(n) for _, n in kept) <= limit:
            rows = _points(first, after, wanted, limit + 1)
            if len(rows) <= limit:
                return _encode_points(zoom, first, rows)
    if kept is None:
        level, kept = zoom + _CELL_DEPTH, _counted(zoom + _CELL_DEPTH, first, after, wanted)
    return _encode_clusters(zoom, first, level, kept)


def _kept_level(zoom: int, wanted: Wanted) -> int:
    """The coarsest kept level that divides a cluster further, else one that is fine enough; 0 when none is."""
    levels = (FILTERED_LEVEL, *TOTAL_LEVELS) if wanted.everything else (FILTERED_LEVEL,)
    finer = [level for level in levels if level > zoom + _CLUSTER_DEPTH]
    return finer[0] if finer else zoom + _CLUSTER_DEPTH if zoom + _CLUSTER_DEPTH in levels else 0


def _points(first: int, after: int, wanted: Wanted, limit: int) -> list[tuple[int, int, int, str]]:
    where, values = _index_filter(first, after, wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, zkey, category_id, state FROM {_indexed()} WHERE {where} LIMIT %s", [*values, limit]
        )
        return list(cursor.fetchall())


def _counted(level: int, first: int, after: int, wanted: Wanted) -> list[tuple[int, int]]:
    """Number of each cell at a level with its count of reports, from the index of the reports."""
    where, values = _index_filter(first, after, wanted)
    cell = f"zkey >> {2 * (KEY_ZOOM - level)}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {cell} AS cell, COUNT(*) FROM {_indexed()} WHERE {where} GROUP BY 1", values)
        return list(cursor.fetchall())


def _kept_counts(level: int, first: int, after: int, wanted: Wanted) -> list[tuple[int, int]]:
    shift = 2 * (KEY_ZOOM - level)
    keys: list[tuple[str, Sequence[_Value]]] = [
        ("category", wanted.categories or (ANY_CATEGORY,)),
        ("state", wanted.states or (ANY_STATE,)),
        ("week", wanted.weeks or (ANY_WEEK,)),
    ]
    where = " AND ".join(f"{name} IN ({_places(values)})" for name, values in keys)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT prefix, SUM(n) FROM reports_tilecount WHERE level = {level} AND {where}"
            " AND prefix BETWEEN %s AND %s GROUP BY prefix HAVING SUM(n) > 0",
            [*(value for _, values in keys for value in values), first >> shift, (after - 1) >> shift],
        )
        return list(cursor.fetchall())


def _index_filter(first: int, after: int, wanted: Wanted) -> tuple[str, list[_Value]]:
    # The visibility is written out: SQLite uses a partial index only when it can read its condition.
    parts = [f"{_PUBLIC} AND zkey >= %s AND zkey < %s"]
    if wanted.categories:
        parts.append(f"category_id IN ({_places(wanted.categories)})")
    if wanted.states:
        parts.append(f"state IN ({_places(wanted.states)})")
    if wanted.weeks:
        parts.append("week >= %s")
    return " AND ".join(parts), [first, after, *wanted.categories, *wanted.states, *wanted.weeks[:1]]


def _indexed() -> str:
    return "reports_report INDEXED BY report_tile" if connection.vendor == "sqlite" else "reports_report"


def _places(values: Sequence[_Value]) -> str:
    return ", ".join(["%s"] * len(values))


def _encode_points(zoom: int, first: int, rows: list[tuple[int, int, int, str]]) -> bytes:
    if not rows:
        return b""
    ids, zkeys, categories, states = zip(*rows, strict=True)
    x, y = _positions(np.array(zkeys, dtype=np.int64) - first, KEY_ZOOM - zoom)
    tags = {
        "c": np.array(categories, dtype=np.int64),
        "s": np.array([_STATE_NUMBERS[state] for state in states], dtype=np.int64),
    }
    return encode_layer("reports", x=x, y=y, tags=tags, ids=np.array(ids, dtype=np.int64))


def _encode_clusters(zoom: int, first: int, level: int, counts: list[tuple[int, int]]) -> bytes:
    if not counts:
        return b""
    cells, numbers = np.array([(cell, int(n)) for cell, n in counts], dtype=np.int64).T
    x, y = _positions(cells - (first >> 2 * (KEY_ZOOM - level)), level - zoom)
    half = EXTENT >> (level - zoom + 1)
    _, members = np.unique(cells >> 2 * (level - zoom - _CLUSTER_DEPTH), return_inverse=True)
    n = np.bincount(members, weights=numbers)
    middle_x = np.bincount(members, weights=(x + half) * numbers) / n
    middle_y = np.bincount(members, weights=(y + half) * numbers) / n
    whole = [values.astype(np.int64) for values in (middle_x, middle_y, n)]
    return encode_layer("clusters", x=whole[0], y=whole[1], tags={"n": whole[2]})


def _positions(keys: Whole, depth: int) -> tuple[Whole, Whole]:
    """Columns and rows of Morton numbers within a tile, in 1/4096 of its side; `depth` levels lie between."""
    bits = int(EXTENT).bit_length() - 1
    x, y = deinterleave(keys)
    if depth > bits:
        return x >> (depth - bits), y >> (depth - bits)
    return x << (bits - depth), y << (bits - depth)
