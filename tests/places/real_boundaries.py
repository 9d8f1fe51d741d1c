"""The official boundaries of the shared data, by our slugs, for tests that run where that data is."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import shapely

from besa.core.folding import fold
from besa.places import builtin_data

FILES = ("kosovo_municipalities_38.geojson", "albania_municipalities_61.geojson")


def official_areas(shared_data: Path) -> dict[str, Any]:
    """The area of each of the 99 municipalities."""
    slugs = {
        (row.country, fold(name)): row.slug
        for row in builtin_data.municipalities()
        for name in (row.names["sq"], *row.other_names)
    }
    areas = {}
    for name in FILES:
        document = json.loads((shared_data / "boundaries" / name).read_text(encoding="utf-8"))
        for feature in document["features"]:
            facts = feature["properties"]
            slug = slugs[facts["country"], fold(facts["name_sq"])]
            areas[slug] = shapely.geometry.shape(feature["geometry"])
    return areas


def points_in(area: Any, count: int, rng: random.Random) -> list[tuple[float, float]]:
    """Random points (lat, lon) inside an area."""
    west, south, east, north = area.bounds
    shapely.prepare(area)
    points: list[tuple[float, float]] = []
    while len(points) < count:
        lon, lat = rng.uniform(west, east), rng.uniform(south, north)
        if shapely.contains_xy(area, lon, lat):
            points.append((lat, lon))
    return points
