"""The facts about municipalities and places that come with Besa: our own hand-written tables.

They were written from public knowledge, coordinates to about 100 m for seats and some hundred metres for
other places, and checked against official boundaries. No boundary file is part of Besa.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "builtin"


@dataclass(frozen=True)
class BuiltinMunicipality:
    """One of the 38 municipalities of Kosovo and 61 of Albania, at its seat."""

    slug: str
    country: str
    names: dict[str, str]
    other_names: list[str]
    seat: dict[str, str]
    lat: float
    lon: float
    population: int | None
    population_source: str
    languages: list[str]
    active: bool


@dataclass(frozen=True)
class BuiltinPlace:
    """A settlement or neighbourhood of a pilot municipality."""

    municipality: str
    kind: str
    slug: str
    names: dict[str, str]
    other_names: list[str]
    lat: float
    lon: float


def municipalities() -> list[BuiltinMunicipality]:
    """All municipalities of both countries."""
    return [
        BuiltinMunicipality(
            slug=row["slug"],
            country=row["country"],
            names=_texts(row, ""),
            other_names=_list(row["other_names"], "|"),
            seat=_texts(row, "seat_"),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            population=int(row["population"]) if row["population"] else None,
            population_source=row["population_source"],
            languages=_list(row["languages"], " "),
            active=row["active"] == "yes",
        )
        for row in _rows("municipalities.csv")
    ]


def places() -> list[BuiltinPlace]:
    """Settlements and neighbourhoods of the pilots."""
    return [
        BuiltinPlace(
            municipality=row["municipality"],
            kind=row["kind"],
            slug=row["slug"],
            names=_texts(row, ""),
            other_names=_list(row["other_names"], "|"),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )
        for row in _rows("settlements.csv")
    ]


def neighbouring_villages() -> list[tuple[str, float, float]]:
    """Municipality, latitude and longitude of villages around the pilots.

    They only draw the approximate areas: without them a pilot, of which every village is known, would reach
    into its neighbours, of which only the seat is.
    """
    return [(row["municipality"], float(row["lat"]), float(row["lon"])) for row in _rows("neighbours.csv")]


def outlines() -> dict[str, list[tuple[float, float]]]:
    """Coarse outline of each country: corners as (lon, lat), some kilometres exact."""
    corners: dict[str, list[tuple[float, float]]] = {}
    for row in _rows("outlines.csv"):
        corners.setdefault(row["country"], []).append((float(row["lon"]), float(row["lat"])))
    return corners


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _texts(row: dict[str, str], prefix: str) -> dict[str, str]:
    return {key: row[prefix + key] for key in ("sq", "sr", "en") if row.get(prefix + key)}


def _list(text: str, separator: str) -> list[str]:
    return [part for part in text.split(separator) if part]
