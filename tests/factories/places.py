"""Municipalities, areas and boundary files for tests: small squares on the real ground."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import shapely

from besa.places import memory
from besa.places.models import Boundary, Municipality, Place

LONG_AGO = date(2000, 1, 1)


def square(west: float, south: float, size: float = 0.1) -> Any:
    """A square of so many degrees with its lower left corner at a point."""
    return shapely.box(west, south, west + size, south + size)


def make_municipality(
    slug: str, *, country: str = "XK", west: float = 21.0, south: float = 42.5, **facts: Any
) -> Municipality:
    """A municipality whose seat is in the middle of a square of 0.1 degrees; it has no boundary yet."""
    names = facts.pop("names", {"sq": slug.title()})
    return Municipality.objects.create(
        slug=slug, country=country, names=names, lat=south + 0.05, lon=west + 0.05, **facts
    )


def bound(
    municipality: Municipality, area: Any, *, valid_from: date = LONG_AGO, approximate: bool = False
) -> Boundary:
    """Give a municipality a boundary that look-ups see at once."""
    return Boundary.objects.create(
        municipality=municipality,
        area=shapely.to_wkb(area),
        valid_from=valid_from,
        approximate=approximate,
        source="test",
    )


def make_place(municipality: Municipality, slug: str, lat: float, lon: float, **facts: Any) -> Place:
    """A place that search and look-ups see at once."""
    names = facts.pop("names", {"sq": slug.title()})
    kind = facts.pop("kind", Place.Kind.VILLAGE)
    place = Place(municipality=municipality, slug=slug, lat=lat, lon=lon, names=names, kind=kind, **facts)
    place.folded = "\n".join(memory.folded_names(place))
    place.save()
    return place


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature of a shapely geometry or of a ready mapping."""
    shaped = (
        geometry if isinstance(geometry, dict) or geometry is None else shapely.geometry.mapping(geometry)
    )
    return {"type": "Feature", "properties": properties, "geometry": shaped}


def write_geojson(path: Path, *features: dict[str, Any], **members: Any) -> Path:
    """A GeoJSON file of features."""
    document = {"type": "FeatureCollection", **members, "features": list(features)}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path
