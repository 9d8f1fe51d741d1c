"""Boundaries and places held in memory, so that a look-up needs no query."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from besa.core.folding import fold
from besa.core.held import Held
from besa.places.models import Boundary, FoundByName, Municipality, Place

MUNICIPALITY = "municipality"
_COUNTRY_RANK: dict[str, int] = {Municipality.Country.KOSOVO: 0, Municipality.Country.ALBANIA: 1}


@dataclass(frozen=True)
class Area:
    """One boundary of one municipality. `valid_to` is the first day on which it no longer holds."""

    municipality_id: int
    country: str
    slug: str
    polygon: Any
    valid_from: date
    valid_to: date | None
    approximate: bool

    def holds_on(self, day: date) -> bool:
        """Whether this is the boundary on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def holds_point(self, lat: float, lon: float) -> bool:
        """Whether a point (degrees) is inside or on the border."""
        return bool(shapely.intersects_xy(self.polygon, lon, lat))


class AreaIndex:
    """The areas of one period: a tree over their boxes, then a test in the few that remain."""

    def __init__(self, areas: Iterable[Area]) -> None:
        # The first one wins: official before approximate, and Kosovo first on the shared border.
        self._areas = sorted(
            areas, key=lambda area: (area.approximate, _COUNTRY_RANK[area.country], area.slug)
        )
        polygons = [area.polygon for area in self._areas]
        shapely.prepare(polygons)
        self._tree = shapely.STRtree(polygons)
        self._by_municipality = {area.municipality_id: area for area in reversed(self._areas)}

    def at(self, lat: float, lon: float) -> Area | None:
        """The area that holds a point."""
        numbers = sorted(self._tree.query(shapely.Point(lon, lat)).tolist())
        return next((self._areas[n] for n in numbers if self._areas[n].holds_point(lat, lon)), None)

    def at_many(self, lats: Sequence[float], lons: Sequence[float]) -> list[Area | None]:
        """For each of many points the area that holds it: the same answers as `at`, thousands at once."""
        points = shapely.points(np.asarray(lons), np.asarray(lats))
        found: dict[int, int] = {}
        for point, area in zip(*self._tree.query(points, predicate="intersects").tolist(), strict=True):
            found[point] = min(area, found.get(point, area))
        return [self._areas[found[n]] if n in found else None for n in range(len(points))]

    def of(self, municipality_id: int) -> Area | None:
        """The area of a municipality."""
        return self._by_municipality.get(municipality_id)


@dataclass(frozen=True)
class PlaceNote:
    """What search and look-up need of a place, or of a municipality (`kind` is then "municipality")."""

    id: int
    slug: str
    kind: str
    names: dict[str, str]
    folded: tuple[str, ...]
    municipality_id: int
    lat: float
    lon: float
    active: bool = True


class PointSet:
    """Places of one municipality as numbers, for the nearest one."""

    def __init__(self, places: list[PlaceNote]) -> None:
        self._ids = [place.id for place in places]
        self._lats = np.array([place.lat for place in places])
        self._lons = np.array([place.lon for place in places])

    def nearest(self, lat: float, lon: float) -> int:
        """Id of the place closest to a point; flat within a municipality, which is a few tens of km wide."""
        return self.nearest_many([lat], [lon])[0]

    def nearest_many(self, lats: Sequence[float], lons: Sequence[float]) -> list[int]:
        """Ids of the places closest to many points."""
        north = self._lats[None, :] - np.asarray(lats)[:, None]
        east = (self._lons[None, :] - np.asarray(lons)[:, None]) * np.cos(np.radians(lats))[:, None]
        return [self._ids[n] for n in np.argmin(north**2 + east**2, axis=1).tolist()]


@dataclass(frozen=True, eq=False)
class Memory:
    """All boundaries and places as they were at one revision."""

    revision: str
    areas: tuple[Area, ...]
    municipalities: dict[int, PlaceNote]
    places: tuple[PlaceNote, ...]
    _indexes: dict[int, AreaIndex] = field(default_factory=dict)

    @cached_property
    def _changes(self) -> list[date]:
        days = {area.valid_from for area in self.areas}
        return sorted(days | {area.valid_to for area in self.areas if area.valid_to})

    def areas_on(self, day: date) -> AreaIndex:
        """The index of the period, between two changes of boundaries, that holds a day."""
        period = bisect_right(self._changes, day)
        if period not in self._indexes:
            self._indexes[period] = AreaIndex(area for area in self.areas if area.holds_on(day))
        return self._indexes[period]

    @cached_property
    def place_by_id(self) -> dict[int, PlaceNote]:
        """Places by their number."""
        return {place.id: place for place in self.places}

    @cached_property
    def points(self) -> dict[int, PointSet]:
        """Places by municipality."""
        grouped: dict[int, list[PlaceNote]] = {}
        for place in self.places:
            grouped.setdefault(place.municipality_id, []).append(place)
        return {key: PointSet(places) for key, places in grouped.items()}

    @cached_property
    def named(self) -> tuple[PlaceNote, ...]:
        """Municipalities and places together, as the search goes over them."""
        return (*self.municipalities.values(), *self.places)


def folded_names(named: FoundByName) -> tuple[str, ...]:
    """Every different spelling of a name, folded."""
    return tuple(dict.fromkeys(fold(name) for name in (*named.names.values(), *named.other_names) if name))


def _load(revision: str) -> Memory:
    boundaries = Boundary.objects.select_related("municipality")
    areas = tuple(
        Area(
            municipality_id=row.municipality_id,
            country=row.municipality.country,
            slug=row.municipality.slug,
            polygon=shapely.from_wkb(bytes(row.area)),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            approximate=row.approximate,
        )
        for row in boundaries
    )
    municipalities = {
        row.pk: PlaceNote(
            row.pk, row.slug, MUNICIPALITY, row.names, folded_names(row), row.pk, row.lat, row.lon, row.active
        )
        for row in Municipality.objects.all()
    }
    places = tuple(
        PlaceNote(
            row.pk, row.slug, row.kind, row.names, folded_names(row), row.municipality_id, row.lat, row.lon
        )
        for row in Place.objects.all()
    )
    return Memory(revision=revision, areas=areas, municipalities=municipalities, places=places)


_held = Held("places", (Boundary, Municipality, Place), _load)


def current() -> Memory:
    """The memory of this process, at most a second behind the database. Safe to call from any thread."""
    return _held.current()
