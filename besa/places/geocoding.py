"""Finding a typed address on the ground: an optional plug-in, asked by the worker and never by a request.

An installation names a class in BESA_GEOCODER. It may ask any service it likes, slowly, and may fail: a report
stays at its settlement until an address is found. `BuiltinPlaces` is the example to start from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from besa.places.models import Municipality
from besa.places.queries import search_places


@dataclass(frozen=True)
class Located:
    """Where an address is, in degrees."""

    lat: float
    lon: float


class Geocoder(Protocol):
    """What a plug-in is: a class without arguments that has this method."""

    def locate(self, address: str, municipality: Municipality) -> Located | None:
        """The point of an address in a municipality, or None. May raise anything: the worker tries again later."""


class BuiltinPlaces:
    """Finds the longest part of an address that is a settlement or neighbourhood Besa knows."""

    def locate(self, address: str, municipality: Municipality) -> Located | None:
        """The middle of the place; None when no word of the address names one."""
        words = address.split()
        parts = [" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)]
        for part in sorted((p for p in parts if len(p) > _SHORTEST), key=len, reverse=True)[:_MOST_PARTS]:
            for place in search_places(part, municipality=municipality, limit=1):
                if not place.is_municipality:
                    return Located(place.lat, place.lon)
        return None


_SHORTEST = 3
_MOST_PARTS = 40


def geocoder() -> Geocoder | None:
    """The installation's geocoder; None when it has none."""
    if not settings.GEOCODER:
        return None
    made: Geocoder = import_string(settings.GEOCODER)()
    return made
