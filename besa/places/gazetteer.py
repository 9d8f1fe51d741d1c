"""Municipalities and places as rows, held in memory.

The objects are shared by all threads: to be read, never to be changed or saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from besa.core.held import Held
from besa.places.models import Municipality, Place


@dataclass(frozen=True)
class Gazetteer:
    """All of them, as they were at one revision. A place knows its municipality without a query."""

    revision: str
    municipalities: dict[int, Municipality]
    places: dict[int, Place]

    @cached_property
    def _places_by_municipality(self) -> dict[int, list[Place]]:
        grouped: dict[int, list[Place]] = {}
        for place in self.places.values():
            grouped.setdefault(place.municipality_id, []).append(place)
        return grouped

    def places_in(self, municipality_id: int) -> list[Place]:
        """The places of a municipality."""
        return self._places_by_municipality.get(municipality_id, [])

    def municipality_of_slug(self, slug: str) -> Municipality | None:
        """The municipality of a slug, if there is one."""
        return next((one for one in self.municipalities.values() if one.slug == slug), None)


def _load(revision: str) -> Gazetteer:
    municipalities = {one.pk: one for one in Municipality.objects.all()}
    places = {place.pk: place for place in Place.objects.all() if place.municipality_id in municipalities}
    for place in places.values():
        place.municipality = municipalities[place.municipality_id]
    return Gazetteer(revision, municipalities, places)


_held = Held("gazetteer", (Municipality, Place), _load)


def gazetteer() -> Gazetteer:
    """What is known now, at most a second behind the database."""
    return _held.current()


def municipality_of(pk: int) -> Municipality:
    """A municipality that is there for certain: one that another process has just made is read at once."""
    if pk not in gazetteer().municipalities:
        _held.forget()
    return gazetteer().municipalities[pk]
