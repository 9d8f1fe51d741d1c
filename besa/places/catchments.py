"""Approximate areas of municipalities where no official boundary is loaded.

Every point of a country belongs to the municipality of the nearest known place (Voronoi cells, dissolved by
municipality), cut by a coarse outline of the country. Good enough to send most reports to the right desk; not
a boundary, and always shown as approximate.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import affinity

_MIDDLE_LATITUDE = 41.5
#: Degrees of longitude are shorter than of latitude: distances are compared on a plane scaled by this.
_EAST_SCALE = math.cos(math.radians(_MIDDLE_LATITUDE))
#: Kosovo's outline is cut first, so that no point is in two countries.
_COUNTRY_ORDER = ("XK", "AL")


@dataclass(frozen=True)
class KnownPoint:
    """A place that is known to belong to a municipality."""

    municipality: str
    country: str
    lat: float
    lon: float


def catchments(
    points: Iterable[KnownPoint], outlines: Mapping[str, list[tuple[float, float]]]
) -> dict[str, Any]:
    """The approximate area of each municipality, as a polygon or multipolygon in degrees."""
    by_country: dict[str, list[KnownPoint]] = defaultdict(list)
    for point in points:
        by_country[point.country].append(point)
    taken = shapely.Polygon()
    areas: dict[str, Any] = {}
    for country in _COUNTRY_ORDER:
        if country in by_country:
            outline = shapely.Polygon(outlines[country])
            areas |= _areas_within(by_country[country], outline.difference(taken))
            taken = taken.union(outline)
    return areas


def _areas_within(points: list[KnownPoint], outline: Any) -> dict[str, Any]:
    owners = {(point.lon * _EAST_SCALE, point.lat): point.municipality for point in points}
    spots = list(owners)
    flat_outline = affinity.scale(outline, _EAST_SCALE, 1, origin=(0, 0))
    cells = shapely.voronoi_polygons(shapely.MultiPoint(spots), extend_to=flat_outline, ordered=True)
    cells_of: dict[str, list[Any]] = defaultdict(list)
    for spot, cell in zip(spots, cells.geoms, strict=True):
        cells_of[owners[spot]].append(cell)
    return {
        municipality: affinity.scale(
            shapely.union_all(own).intersection(flat_outline), 1 / _EAST_SCALE, 1, origin=(0, 0)
        )
        for municipality, own in cells_of.items()
    }
