"""The ground of the map when there is no base map: boundaries, and the names of places, as GeoJSON."""

from __future__ import annotations

from typing import Any

import shapely
from django.utils import timezone

from besa.core import languages
from besa.places.memory import MUNICIPALITY, Memory, PlaceNote

#: about 150 m: no corner is missed at the zooms at which one sees a whole municipality
_TOLERANCE_DEGREES = 0.0015
_DIGITS = 4


def ground_of(known: Memory, language: str) -> dict[str, Any]:
    """Lines of today's boundaries and points with a name in the language, as one FeatureCollection."""
    today = timezone.localdate()
    lines = [
        _feature(shapely.boundary(area.polygon), {"kind": "boundary", "approximate": area.approximate})
        for area in known.areas
        if area.holds_on(today)
    ]
    points = [
        _feature(shapely.Point(note.lon, note.lat), _properties(note, language))
        for note in known.named
        if note.kind == MUNICIPALITY or known.municipalities[note.municipality_id].active
    ]
    return {"type": "FeatureCollection", "features": lines + points}


def _properties(note: PlaceNote, language: str) -> dict[str, Any]:
    return {"kind": note.kind, "name": languages.choose(note.names, language), "active": note.active}


def _feature(shape: Any, properties: dict[str, Any]) -> dict[str, Any]:
    simple = shape if shape.geom_type == "Point" else shape.simplify(_TOLERANCE_DEGREES)
    geometry = shapely.geometry.mapping(simple)
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])},
    }


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, _DIGITS)
    return [_rounded(part) for part in coordinates]
