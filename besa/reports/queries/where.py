"""From what a citizen says about the place (a point, a settlement, a municipality) to a spot we can report at."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from besa.core.folding import fold
from besa.places.gazetteer import gazetteer
from besa.places.lookup import municipality_at, nearest_place
from besa.places.models import Municipality, Place
from besa.places.queries import FoundPlace, municipality_of_slug, search_places

_LONGEST_ID = 19


class Nowhere(Enum):
    """Why there is no spot."""

    MISSING = "missing"
    NOT_A_POINT = "not_a_point"
    OUTSIDE = "outside"
    INACTIVE = "inactive"


class NowhereError(Exception):
    """No report can be made there; `municipality` is the one to turn to instead, when it is known."""

    def __init__(self, reason: Nowhere, municipality: Municipality | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.municipality = municipality

    @classmethod
    def missing(cls) -> NowhereError:
        """Nothing was said that names a place."""
        return cls(Nowhere.MISSING)


@dataclass(frozen=True)
class Spot:
    """Where a report can be made, in degrees. `exact` is False for the middle of a settlement."""

    municipality: Municipality
    lat: float
    lon: float
    place: Place | None
    exact: bool


def spot_of(*, lat: str = "", lon: str = "", place: str = "", municipality: str = "") -> Spot:
    """The spot that a request means. A point wins over a place, a place over a municipality.

    Raises NowhereError for anything that is not in a municipality that takes reports here.
    """
    if lat.strip() or lon.strip():
        return _spot_at_point(lat, lon, place)
    if place.strip():
        return _spot_at_place(place)
    if municipality.strip():
        chosen = municipality_of_slug(municipality.strip())
        if chosen is None:
            raise NowhereError(Nowhere.OUTSIDE)
        return Spot(_taking_reports(chosen), chosen.lat, chosen.lon, None, exact=False)
    raise NowhereError(Nowhere.MISSING)


def place_near(spot: Spot) -> Place | None:
    """The settlement or neighbourhood of a spot: the one chosen, or the nearest."""
    if spot.place is not None:
        return spot.place
    nearest = nearest_place(spot.lat, spot.lon, spot.municipality.pk)
    return gazetteer().places.get(nearest) if nearest else None


def active_municipalities() -> list[Municipality]:
    """Municipalities that take reports, by their name in the reader's language."""
    active = (one for one in gazetteer().municipalities.values() if one.active)
    return sorted(active, key=lambda one: fold(one.name))


def places_found(words: str, municipality: str = "") -> list[FoundPlace]:
    """Settlements and neighbourhoods that the words name, the best first, where reports are taken.

    All words together first; an address such as "Rr. Dardania 12" names a place by one of its words.
    With a municipality's slug only places there.
    """
    within = municipality_of_slug(municipality) if municipality else None
    longest_first = sorted((word for word in words.split() if len(word) >= _WORD), key=len, reverse=True)
    for text in [words, *longest_first[:_MOST_WORDS]]:
        found = search_places(text, municipality=within, limit=_MOST_PLACES)
        if taking := [place for place in found if place.active and not place.is_municipality]:
            return taking
    return []


_MOST_PLACES = 12
_MOST_WORDS = 6
_WORD = 4


def degrees(text: str, limit: float) -> float:
    """A coordinate between -limit and limit; a decimal comma is understood. NowhereError for anything else."""
    try:
        value = float(text.strip().replace(",", ".")[:40])
    except ValueError:
        raise NowhereError(Nowhere.NOT_A_POINT) from None
    if not math.isfinite(value) or abs(value) > limit:
        raise NowhereError(Nowhere.NOT_A_POINT)
    return value


def _spot_at_point(lat_text: str, lon_text: str, place_text: str) -> Spot:
    lat, lon = degrees(lat_text, 90), degrees(lon_text, 180)
    found = gazetteer().municipalities.get(municipality_at(lat, lon) or 0)
    if found is None:
        raise NowhereError(Nowhere.OUTSIDE)
    municipality = _taking_reports(found)
    place = _place_of(place_text)
    inside = place if place and place.municipality_id == municipality.pk else None
    return Spot(municipality, lat, lon, inside, exact=True)


def _spot_at_place(text: str) -> Spot:
    place = _place_of(text)
    if place is None:
        raise NowhereError(Nowhere.OUTSIDE)
    return Spot(_taking_reports(place.municipality), place.lat, place.lon, place, exact=False)


def _place_of(text: str) -> Place | None:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID):
        return None
    return gazetteer().places.get(int(text))


def _taking_reports(municipality: Municipality) -> Municipality:
    if not municipality.active:
        raise NowhereError(Nowhere.INACTIVE, municipality)
    return municipality
