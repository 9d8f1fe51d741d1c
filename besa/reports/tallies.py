"""How many reports lie where: the counts that the map and the boards read, worked out in memory.

The levels are explained in `exposure.py`, which adds a tally to what is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import product

import msgspec

from besa.core.geo import KEY_ZOOM

#: the level that is counted by category, state and week
FILTERED_LEVEL = 12
#: the levels that are counted without filters only, each deeper than the one before
TOTAL_LEVELS = (15, 18)
#: the level of the cells that carry a change stamp, 60 km wide in Kosovo and Albania
STAMP_LEVEL = 9
ANY_CATEGORY, ANY_STATE, ANY_WEEK = 0, "", 0

#: zkey, municipality, category, state, week: where one report counts
Spot = tuple[int, int, int, str, int]


class Tally(msgspec.Struct, frozen=True, gc=False):
    """What to add to the counts, in the order of the keys, so that no two writers deadlock.

    `tiles` holds level, category, state, week, prefix and number; `states` municipality, category, state and
    number; `stamps` the prefixes of the cells in which something changed. What adds up to nothing is left out.
    """

    tiles: list[tuple[int, int, str, int, int, int]]
    states: list[tuple[int, int, str, int]]
    stamps: list[int]


def tally_of(spots: Mapping[Spot, int]) -> Tally:
    """The tally of so many reports at each spot; a negative number takes reports away."""
    states: Counter[tuple[int, int, str]] = Counter()
    filtered: Counter[tuple[int, str, int, int]] = Counter()
    deepest: Counter[int] = Counter()
    for (zkey, municipality, category, state, week), n in spots.items():
        states[municipality, category, state] += n
        filtered[category, state, week, zkey >> 2 * (KEY_ZOOM - FILTERED_LEVEL)] += n
        deepest[zkey >> 2 * (KEY_ZOOM - TOTAL_LEVELS[-1])] += n
    tiles = [*_combined(filtered), *_totals(deepest)]
    return Tally(
        tiles=sorted(tile for tile in tiles if tile[-1]),
        states=sorted((*key, n) for key, n in states.items() if n),
        stamps=sorted({zkey >> 2 * (KEY_ZOOM - STAMP_LEVEL) for zkey, *_ in spots}),
    )


def _combined(cells: Counter[tuple[int, str, int, int]]) -> list[tuple[int, int, str, int, int, int]]:
    """Each cell by category or not, by state or not, by week or not: all that a filter may ask for."""
    found: Counter[tuple[int, str, int, int]] = Counter()
    for (category, state, week, prefix), n in cells.items():
        for key in product((ANY_CATEGORY, category), (ANY_STATE, state), (ANY_WEEK, week), (prefix,)):
            found[key] += n
    return [(FILTERED_LEVEL, *key, n) for key, n in found.items()]


def _totals(deepest: Counter[int]) -> list[tuple[int, int, str, int, int, int]]:
    found: list[tuple[int, int, str, int, int, int]] = []
    for level in TOTAL_LEVELS:
        cells: Counter[int] = Counter()
        for prefix, n in deepest.items():
            cells[prefix >> 2 * (TOTAL_LEVELS[-1] - level)] += n
        found += [(level, ANY_CATEGORY, ANY_STATE, ANY_WEEK, prefix, n) for prefix, n in cells.items()]
    return found
