"""Places on the ground as numbers: Z-order keys in Web Mercator, distances.

The key of a point is the interleaved bits of its column and row at zoom 28 (Morton order), a 56-bit whole
number. All points of a map tile have keys in one range, so a tile is one range scan of one B-tree on any
SQL engine. Source of the projection: OGC 2D Tile Matrix Set, WebMercatorQuad.
"""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

KEY_ZOOM = 28
EARTH_RADIUS_M = 6_371_008.8
_MAX_LATITUDE = 85.0511287798066
#: one number, or many at once
Numbers = TypeVar("Numbers", int, NDArray[np.int64])


def pixel_of(lat: float, lon: float, zoom: int = KEY_ZOOM) -> tuple[int, int]:
    """Column and row of the cell at a zoom level that holds a point (degrees)."""
    size = 1 << zoom
    lat = max(-_MAX_LATITUDE, min(_MAX_LATITUDE, lat))
    sine = math.sin(math.radians(lat))
    x = (lon + 180) / 360
    y = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return min(size - 1, max(0, int(x * size))), min(size - 1, max(0, int(y * size)))


def _spread(n: int) -> int:
    n = (n | n << 16) & 0x0000FFFF0000FFFF
    n = (n | n << 8) & 0x00FF00FF00FF00FF
    n = (n | n << 4) & 0x0F0F0F0F0F0F0F0F
    n = (n | n << 2) & 0x3333333333333333
    return (n | n << 1) & 0x5555555555555555


def _gather(n: Numbers) -> Numbers:
    n = n & 0x5555555555555555
    n = (n | n >> 1) & 0x3333333333333333
    n = (n | n >> 2) & 0x0F0F0F0F0F0F0F0F
    n = (n | n >> 4) & 0x00FF00FF00FF00FF
    n = (n | n >> 8) & 0x0000FFFF0000FFFF
    return (n | n >> 16) & 0x00000000FFFFFFFF


def interleave(x: int, y: int) -> int:
    """Morton number of a column and a row."""
    return _spread(x) | _spread(y) << 1


def deinterleave(key: Numbers) -> tuple[Numbers, Numbers]:
    """Column and row of a Morton number, or of many."""
    return _gather(key), _gather(key >> 1)


def key_of(lat: float, lon: float) -> int:
    """Z-order key of a point (degrees)."""
    return interleave(*pixel_of(lat, lon))


def point_of(key: int) -> tuple[float, float]:
    """Latitude and longitude (degrees) of the middle of a key's cell, at most 11 cm from the point itself."""
    x, y = ((part + 0.5) / (1 << KEY_ZOOM) for part in deinterleave(key))
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y)))), 360 * x - 180


def tile_range(zoom: int, x: int, y: int) -> tuple[int, int]:
    """First key of a tile and first key after it."""
    shift = 2 * (KEY_ZOOM - zoom)
    prefix = interleave(x, y)
    return prefix << shift, (prefix + 1) << shift


def ranges_around(lat: float, lon: float, radius_m: float) -> list[tuple[int, int]]:
    """At most four key ranges that together cover a circle: the cells, about its size, that it touches."""
    circumference = 2 * math.pi * EARTH_RADIUS_M * max(0.01, math.cos(math.radians(lat)))
    zoom = max(0, min(KEY_ZOOM, int(math.log2(circumference / (2 * max(1.0, radius_m))))))
    dlat = math.degrees(radius_m / EARTH_RADIUS_M)
    dlon = 360 * radius_m / circumference
    left, top = pixel_of(lat + dlat, lon - dlon, zoom)
    right, bottom = pixel_of(lat - dlat, lon + dlon, zoom)
    cells = {(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)}
    return sorted(tile_range(zoom, x, y) for x, y in cells)


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in metres (haversine)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    a = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(a))
