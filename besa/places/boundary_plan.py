"""What importing a boundary file would do: which municipality each area is, and whether the areas fit together."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from django.utils import timezone
from rapidfuzz import fuzz

from besa.core.folding import fold
from besa.places.boundary_files import BoundaryFile, BoundaryFileRefused, FileArea
from besa.places.memory import folded_names
from besa.places.models import Boundary, Municipality

#: A sliver between neighbours that digitising leaves, not a disagreement: both limits must hold.
SLIVER_KM2 = 0.5
SLIVER_SHARE = 0.02
#: The state border is drawn differently in every source; Kosovo comes first on it.
BORDER_KM2 = 10.0
_SURE = 88
_CLEARLY_BETTER = 5
_KM_PER_DEGREE = 111.195
#: Words around a name, folded: "Komuna e Prishtinës", "Област Драч", "Municipality of …".
_AROUND = re.compile(
    r"^(komuna|bashkia|opstina|oblast|grad|municipality|city)( (e|i|of))? | (municipality|komuna|bashki)$"
)


@dataclass(frozen=True)
class Match:
    """An area of the file and the municipality it is."""

    municipality: Municipality
    area: FileArea
    exact: bool


@dataclass(frozen=True)
class ImportPlan:
    """What an import will do, and everything a person should know before it does."""

    matches: tuple[Match, ...]
    unmatched: tuple[FileArea, ...]
    missing: tuple[Municipality, ...]
    notes: tuple[str, ...]


def plan_import(file: BoundaryFile, *, country: str = "", on: date | None = None) -> ImportPlan:
    """Match and check a file; `BoundaryFileRefused` when its areas overlap or name one municipality twice.

    `country` ("XK" or "AL") limits the names that are considered. `on` is the day of which the boundaries of
    other municipalities are compared, today by default.
    """
    known = list(Municipality.objects.filter(country__in=[country] if country else ["XK", "AL"]))
    matches = tuple(match for area in file.areas if (match := _match(area, known)))
    if not matches:
        raise BoundaryFileRefused("No area of the file has the name of a municipality.")
    _refuse_twice(matches)
    matched = {match.area.number for match in matches}
    ids = {match.municipality.pk for match in matches}
    countries = {match.municipality.country for match in matches}
    return ImportPlan(
        matches=matches,
        unmatched=tuple(area for area in file.areas if area.number not in matched),
        missing=tuple(row for row in known if row.country in countries and row.pk not in ids),
        notes=(*_notes_on(matches), *_overlaps(matches, on or timezone.localdate())),
    )


def _match(area: FileArea, known: Iterable[Municipality]) -> Match | None:
    candidates = [row for row in known if area.country in ("", row.country)]
    for name in area.names:
        spelling = _AROUND.sub("", fold(name))
        same = [row for row in candidates if spelling in folded_names(row)]
        if len(same) > 1:
            same = [row for row in same if area.polygon.covers(shapely.Point(row.lon, row.lat))]
        if len(same) == 1:
            return Match(same[0], area, exact=True)
    return _match_alike(area, candidates)


def _match_alike(area: FileArea, candidates: list[Municipality]) -> Match | None:
    """The municipality whose name is clearly the most similar, and whose seat is inside."""
    spellings = [_AROUND.sub("", fold(name)) for name in area.names]
    scored = sorted(
        (
            (
                max((fuzz.ratio(own, other) for own in spellings for other in folded_names(row)), default=0),
                row.pk,
            )
            for row in candidates
        ),
        reverse=True,
    )
    if not scored or scored[0][0] < _SURE:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _CLEARLY_BETTER:
        return None
    best = next(row for row in candidates if row.pk == scored[0][1])
    inside = area.polygon.covers(shapely.Point(best.lon, best.lat))
    return Match(best, area, exact=False) if inside else None


def _refuse_twice(matches: Iterable[Match]) -> None:
    seen: dict[int, Match] = {}
    for match in matches:
        other = seen.setdefault(match.municipality.pk, match)
        if other is not match:
            raise BoundaryFileRefused(
                f"{match.municipality.names['sq']} is in the file twice: "
                f"{other.area.label} and {match.area.label}. Merge or rename them."
            )


def _notes_on(matches: Iterable[Match]) -> Iterable[str]:
    for match in matches:
        name = match.municipality.names["sq"]
        if match.area.repair:
            yield f"{name}: the area was not valid ({match.area.repair}) and was repaired."
        if not match.exact:
            yield f"{name}: taken for {match.area.label}, whose name is only similar."
        if not match.area.polygon.covers(shapely.Point(match.municipality.lon, match.municipality.lat)):
            yield f"{name}: its seat lies outside the area. Look at it."


@dataclass(frozen=True)
class _Side:
    name: str
    country: str
    polygon: Any


def _overlaps(matches: tuple[Match, ...], on: date) -> list[str]:
    new = [_Side(m.municipality.names["sq"], m.municipality.country, m.area.polygon) for m in matches]
    sides = new + _standing({match.municipality.pk for match in matches}, on)
    tree = shapely.STRtree([side.polygon for side in sides])
    pairs = tree.query([side.polygon for side in new], predicate="intersects").T.tolist()
    notes = []
    for first, second in pairs:
        if first < second and (note := _overlap(sides[first], sides[second])):
            notes.append(note)
    return notes


def _standing(renewed: set[int], on: date) -> list[_Side]:
    """Official boundaries, on a day, of municipalities that the file leaves alone."""
    rows = Boundary.objects.filter(approximate=False, valid_from__lte=on).exclude(municipality__in=renewed)
    return [
        _Side(row.municipality.names["sq"], row.municipality.country, shapely.from_wkb(bytes(row.area)))
        for row in rows.select_related("municipality")
        if row.valid_to is None or row.valid_to > on
    ]


def _overlap(one: _Side, other: _Side) -> str:
    """A note on the overlap of two areas, empty when there is none worth telling; raises when it is large."""
    common = _km2(one.polygon.intersection(other.polygon))
    if common < 0.001:
        return ""
    told = f"{one.name} and {other.name} overlap by {common:.2f} km²"
    if one.country != other.country:
        if common > BORDER_KM2:
            raise BoundaryFileRefused(f"{told} across the state border, more than {BORDER_KM2:.0f} km².")
        return f"{told} on the state border: Kosovo comes first."
    share = common / min(_km2(one.polygon), _km2(other.polygon))
    if common > SLIVER_KM2 or share > SLIVER_SHARE:
        raise BoundaryFileRefused(f"{told} ({share:.1%} of the smaller one). Correct the file first.")
    return f"{told}: a sliver, taken as it is."


def _km2(polygon: Any) -> float:
    if polygon.is_empty:
        return 0.0
    shrink = math.cos(math.radians(polygon.centroid.y))
    return float(polygon.area) * _KM_PER_DEGREE**2 * shrink
