"""Reading a boundary file that somebody was given: GeoJSON (RFC 7946), WGS 84, polygons only.

Whatever is wrong is said in words that the person with the file can act on; nothing is guessed silently.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import shapely
from shapely.geometry import shape

MOST_BYTES = 100_000_000
MOST_FEATURES = 10_000
_WGS84 = {
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "urn:ogc:def:crs:OGC::CRS84",
    "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    "urn:ogc:def:crs:EPSG::4326",
    "EPSG:4326",
}
#: West, south, east, north of Kosovo and Albania with room around them, in degrees.
_REGION = (18.5, 39.0, 22.5, 44.0)
_COUNTRIES = {"XK": "XK", "XKX": "XK", "KOS": "XK", "AL": "AL", "ALB": "AL"}
_COUNTRY_KEYS = ("country", "shapegroup", "iso_a2", "iso3", "shapeiso")
_FIRST_NAME_KEYS = ("name_sq", "name:sq", "shapename", "name")
_LONGEST_NAME = 120


class BoundaryFileRefused(Exception):
    """A file that is not imported; the text says what is wrong with it."""


@dataclass(frozen=True)
class FileArea:
    """One polygon of the file with all the names it carries, the most telling ones first."""

    number: int
    names: tuple[str, ...]
    country: str
    polygon: Any
    repair: str

    @property
    def label(self) -> str:
        """How messages call it."""
        return f"feature {self.number} ({self.names[0] if self.names else 'no name'})"


@dataclass(frozen=True)
class BoundaryFile:
    """A readable file: its areas and the SHA-256 of its bytes (hex)."""

    areas: tuple[FileArea, ...]
    sha256: str


def read_boundary_file(path: Path) -> BoundaryFile:
    """The areas of a file; `BoundaryFileRefused` when it is not what it must be."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BoundaryFileRefused(
                f"The file is larger than {MOST_BYTES // 1_000_000} MB. Simplify it first."
            )
        content = path.read_bytes()
    except OSError as error:
        raise BoundaryFileRefused(f"The file cannot be read: {error.strerror}.") from error
    features = _features_of(_json_of(content))
    areas = tuple(_area_of(number, feature) for number, feature in enumerate(features, start=1))
    return BoundaryFile(areas=areas, sha256=hashlib.sha256(content).hexdigest())


def _json_of(content: bytes) -> Any:
    if not content.strip():
        raise BoundaryFileRefused("The file is empty.")
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise BoundaryFileRefused("The file is not text in UTF-8. Is it a GeoJSON file?") from error
    except RecursionError as error:
        raise BoundaryFileRefused("The file nests too deeply to be GeoJSON.") from error
    except ValueError as error:
        raise BoundaryFileRefused(f"The file is not JSON: {error}.") from error


def _refuse_constant(name: str) -> NoReturn:
    raise BoundaryFileRefused(f"The file has {name} where a number must be.")


def _features_of(document: Any) -> list[Any]:
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise BoundaryFileRefused('The file is JSON, but not a GeoJSON "FeatureCollection".')
    _check_crs(document.get("crs"))
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise BoundaryFileRefused("The file has no features.")
    if len(features) > MOST_FEATURES:
        raise BoundaryFileRefused(f"The file has more than {MOST_FEATURES:,} features. Is it the right one?")
    return features


def _check_crs(crs: Any) -> None:
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or name not in _WGS84:
        said = (
            f"in the coordinate system {name}" if isinstance(name, str) else "in an unknown coordinate system"
        )
        raise BoundaryFileRefused(f"The file is {said}. Convert it to WGS 84 (EPSG:4326) first.")


def _area_of(number: int, feature: Any) -> FileArea:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise BoundaryFileRefused(f'Feature {number} is not a GeoJSON "Feature".')
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    names = _names_in(properties)
    label = f"Feature {number} ({names[0] if names else 'no name'})"
    polygon, repair = _repaired(label, _polygon_of(label, feature.get("geometry")))
    return FileArea(number, names, _country_in(properties), polygon, repair)


def _names_in(properties: Mapping[str, Any]) -> tuple[str, ...]:
    """Values of every property that looks like a name: shapeName, name, name:sq, name_sr_cyrl …"""
    keys = [key for key in properties if "name" in key.lower()]
    order = {key: rank for rank, key in enumerate(_FIRST_NAME_KEYS)}
    keys.sort(key=lambda key: (order.get(key.lower(), len(order)), key))
    values = (properties[key] for key in keys)
    texts = (value.strip() for value in values if isinstance(value, str) and len(value) <= _LONGEST_NAME)
    return tuple(dict.fromkeys(text for text in texts if text))


def _country_in(properties: Mapping[str, Any]) -> str:
    lowered = {key.lower(): value for key, value in properties.items()}
    codes = (str(lowered.get(key, "")).strip().upper() for key in _COUNTRY_KEYS)
    return next((_COUNTRIES[code] for code in codes if code in _COUNTRIES), "")


def _polygon_of(label: str, geometry: Any) -> Any:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise BoundaryFileRefused(f"{label} is {kind or 'without geometry'}, not a Polygon or MultiPolygon.")
    try:
        polygon = shapely.force_2d(shape(geometry))
    except (ValueError, TypeError, LookupError, AttributeError, shapely.errors.ShapelyError) as error:
        raise BoundaryFileRefused(f"{label} has broken coordinates: {error}.") from error
    corners = shapely.get_coordinates(polygon)
    if polygon.is_empty or not len(corners):
        raise BoundaryFileRefused(f"{label} is empty.")
    _check_corners(label, corners)
    return polygon


def _check_corners(label: str, corners: Any) -> None:
    west, south = (float(value) for value in corners.min(axis=0))
    east, north = (float(value) for value in corners.max(axis=0))
    if not all(math.isfinite(value) for value in (west, south, east, north)):
        raise BoundaryFileRefused(f"{label} has a coordinate that is no number.")
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise BoundaryFileRefused(
            f"{label} has the coordinate {east:.0f}, {north:.0f}, which is not in degrees. "
            "Convert the file to WGS 84 (EPSG:4326) first."
        )
    if west < _REGION[0] or south < _REGION[1] or east > _REGION[2] or north > _REGION[3]:
        swapped = south >= _REGION[0] and north <= _REGION[2] and west >= _REGION[1] and east <= _REGION[3]
        hint = "Longitude must come before latitude." if swapped else "Is it the right file?"
        raise BoundaryFileRefused(f"{label} lies outside Kosovo and Albania. {hint}")


def _repaired(label: str, polygon: Any) -> tuple[Any, str]:
    if polygon.is_valid:
        return polygon, ""
    reason = shapely.is_valid_reason(polygon)
    parts = shapely.get_parts(shapely.make_valid(polygon))
    whole = shapely.union_all([part for part in parts if part.geom_type in ("Polygon", "MultiPolygon")])
    if whole.is_empty or not whole.is_valid:
        raise BoundaryFileRefused(f"{label} is not a valid area ({reason}) and cannot be repaired.")
    return whole, reason
