"""From a point to its municipality and its nearest named place, in memory."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from besa.core.folding import fold
from besa.places import memory
from besa.places.memory import Area


def area_at(lat: float, lon: float, on: date | None = None) -> Area | None:
    """The boundary that holds a point (degrees, WGS 84) on a day, today by default.

    Kosovo first on the shared border. None for a point in no municipality, and for what is no point on earth.
    """
    if not _on_earth(lat, lon):
        return None
    return memory.current().areas_on(on or timezone.localdate()).at(lat, lon)


def municipality_at(lat: float, lon: float, on: date | None = None) -> int | None:
    """Id of the municipality that holds a point (degrees, WGS 84) on a day, today by default."""
    area = area_at(lat, lon, on)
    return area.municipality_id if area else None


def municipalities_at(
    lats: Sequence[float], lons: Sequence[float], on: date | None = None
) -> list[int | None]:
    """What `municipality_at` says of many points, much faster than one by one. All must be on earth."""
    areas = memory.current().areas_on(on or timezone.localdate()).at_many(lats, lons)
    return [area.municipality_id if area else None for area in areas]


def nearest_places(lats: Sequence[float], lons: Sequence[float], municipality_id: int) -> list[int | None]:
    """What `nearest_place` says of many points in one municipality. All must be on earth."""
    points = memory.current().points.get(municipality_id)
    return list(points.nearest_many(lats, lons)) if points else [None] * len(lats)


def municipality_named(name: str) -> int | None:
    """Id of the municipality with this name in any language and spelling."""
    wanted = fold(name)
    notes = memory.current().municipalities.values()
    return next((note.id for note in notes if wanted in note.folded), None)


def is_inside(lat: float, lon: float, municipality_id: int, on: date | None = None) -> bool:
    """Whether a point is in a municipality, its border included, on a day, today by default."""
    if not _on_earth(lat, lon):
        return False
    area = memory.current().areas_on(on or timezone.localdate()).of(municipality_id)
    return area is not None and area.holds_point(lat, lon)


def nearest_place(lat: float, lon: float, municipality_id: int) -> int | None:
    """Id of the settlement or neighbourhood of a municipality that is closest to a point, if it has any."""
    points = memory.current().points.get(municipality_id)
    return points.nearest(lat, lon) if points and _on_earth(lat, lon) else None


def _on_earth(lat: float, lon: float) -> bool:
    return math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180
