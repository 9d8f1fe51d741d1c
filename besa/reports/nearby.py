"""Which public reports lie in a rectangle or around a point, from the index of map tiles alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection

from besa.core import geo
from besa.reports.models.report import Visibility
from besa.reports.tallies import ANY_CATEGORY, ANY_STATE, ANY_WEEK, FILTERED_LEVEL, TOTAL_LEVELS

_COUNTED_CELLS = 1_024
#: the widest circle that can be asked for, metres
WIDEST_M = 50_000


@dataclass(frozen=True)
class Box:
    """A rectangle on the map, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def ranges(self) -> list[tuple[int, int]]:
        """At most four ranges of Z-order keys that together cover it, and more around it."""
        for zoom in range(geo.KEY_ZOOM, -1, -1):
            left, top, right, bottom = self.corner_cells(zoom)
            if right - left <= 1 and bottom - top <= 1:
                cells = {(x, y) for x in (left, right) for y in (top, bottom)}
                return sorted(geo.tile_range(zoom, x, y) for x, y in cells)
        return [geo.tile_range(0, 0, 0)]

    def corner_cells(self, zoom: int) -> tuple[int, int, int, int]:
        """First column, first row, last column and last row of the cells at a zoom that it touches."""
        return *geo.pixel_of(self.north, self.west, zoom), *geo.pixel_of(self.south, self.east, zoom)


@dataclass(frozen=True)
class Circle:
    """A place on the map, degrees, and metres around it."""

    lat: float
    lon: float
    radius_m: float

    def holds(self, lat: float, lon: float) -> bool:
        """True for a point in the circle."""
        return geo.distance_m(self.lat, self.lon, lat, lon) <= self.radius_m


def read_circle(query: Mapping[str, str]) -> Circle | None:
    """The circle of `lat`, `lon` and `radius` (metres); None without any of them, ValueError for a wrong one."""
    given = [query.get(name, "") for name in ("lat", "lon", "radius")]
    if not any(given):
        return None
    lat, lon, radius = (float(text) for text in given)
    if not (abs(lat) <= 85 and abs(lon) <= 180 and 0 < radius <= WIDEST_M):
        raise ValueError("not a circle on the map")
    return Circle(lat, lon, radius)


def box_around(lat: float, lon: float, radius_m: float) -> Box:
    """The rectangle that holds a circle around a point."""
    metres_per_degree = geo.distance_m(0, 0, 1, 0)
    dlat = radius_m / metres_per_degree
    dlon = dlat / max(0.01, math.cos(math.radians(lat)))
    return Box(max(-180, lon - dlon), max(-90, lat - dlat), min(180, lon + dlon), min(90, lat + dlat))


def circle_over(box: Box) -> Circle | None:
    """The circle through a rectangle's corners; None when it is wider than a circle may be."""
    lat, lon = (box.south + box.north) / 2, (box.west + box.east) / 2
    radius = geo.distance_m(lat, lon, box.north, box.east)
    return Circle(lat, lon, radius) if 0 < radius <= WIDEST_M else None


def read_box(text: str) -> Box | None:
    """A rectangle from "west,south,east,north" in degrees; None when it is not one."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return None
    return Box(west, south, east, north)


def about_how_many(box: Box) -> int:
    """Number of public reports in and around a box, from the kept counts; quick at any size."""
    levels = sorted({FILTERED_LEVEL, *TOTAL_LEVELS}, reverse=True)
    for level in levels:
        left, top, right, bottom = box.corner_cells(level)
        if (right - left + 1) * (bottom - top + 1) <= _COUNTED_CELLS or level == FILTERED_LEVEL:
            return _kept_in(level, box)
    return 0


def _kept_in(level: int, box: Box) -> int:
    shift = 2 * (geo.KEY_ZOOM - level)
    total = 0
    with connection.cursor() as cursor:
        for first, after in box.ranges:
            cursor.execute(
                "SELECT COALESCE(SUM(n), 0) FROM reports_tilecount WHERE level = %s AND category = %s"
                " AND state = %s AND week = %s AND prefix BETWEEN %s AND %s",
                [level, ANY_CATEGORY, ANY_STATE, ANY_WEEK, first >> shift, (after - 1) >> shift],
            )
            total += int(cursor.fetchone()[0])
    return total


def reports_in(ranges: Sequence[tuple[int, int]], *, limit: int) -> list[int]:
    """Ids of public reports whose keys lie in the ranges, in no order that matters, at most `limit`."""
    return [pk for pk, _ in keys_in(ranges, limit=limit)]


def keys_in(
    ranges: Sequence[tuple[int, int]], *, limit: int, category_ids: Sequence[int] = ()
) -> list[tuple[int, int]]:
    """What `reports_in` says, each with its Z-order key: that is where it lies. Of all categories, or of some."""
    hint = " INDEXED BY report_tile" if connection.vendor == "sqlite" else ""
    wanted = f" AND category_id IN ({', '.join(['%s'] * len(category_ids))})" if category_ids else ""
    found: list[tuple[int, int]] = []
    with connection.cursor() as cursor:
        for first, after in ranges:
            cursor.execute(
                f"SELECT id, zkey FROM reports_report{hint} WHERE visibility = '{Visibility.PUBLIC.value}'"
                f" AND zkey >= %s AND zkey < %s{wanted} LIMIT %s",
                [first, after, *category_ids, limit - len(found)],
            )
            found += cursor.fetchall()
    return found


def within(keys: Sequence[tuple[int, int]], box: Box) -> list[int]:
    """Ids of those whose key lies in a box, its edges included."""
    left, top = geo.pixel_of(box.north, box.west)
    right, bottom = geo.pixel_of(box.south, box.east)
    x, y = geo.deinterleave(np.array([key for _, key in keys], dtype=np.int64))
    inside = (left <= x) & (x <= right) & (top <= y) & (y <= bottom)
    return [keys[place][0] for place in np.flatnonzero(inside).tolist()]
