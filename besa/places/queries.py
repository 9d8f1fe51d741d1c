"""Reads of places: search for the picker, and all places of a municipality."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from besa.core import languages
from besa.places import memory
from besa.places.gazetteer import gazetteer
from besa.places.memory import PlaceNote
from besa.places.models import Municipality, Place
from besa.places.place_search import index_of
from besa.places.terms import kind_label


@dataclass(frozen=True)
class FoundPlace:
    """A search result in the reader's language. A municipality (`kind` "municipality") stands at its seat."""

    kind: str
    id: int
    name: str
    municipality: str
    municipality_name: str
    lat: float
    lon: float
    active: bool
    slug: str

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return kind_label(self.kind)

    @property
    def is_municipality(self) -> bool:
        """Whether this is a whole municipality rather than a place in one."""
        return self.kind == memory.MUNICIPALITY


@dataclass(frozen=True)
class PlaceGroup:
    """Places of one kind, by name, for a select with groups."""

    label: str
    places: tuple[Place, ...]


def search_places(text: str, municipality: Municipality | None = None, limit: int = 10) -> list[FoundPlace]:
    """Municipalities and places whose names begin with the words typed, the best first.

    Script and diacritics do not matter, one wrong letter in a word is forgiven, and the municipality's name may
    be among the words ("dardania peja"). Needs no query to the database.
    """
    known = memory.current()
    notes = index_of(known).find(text, municipality.pk if municipality else None, limit)
    return [_found(note, known.municipalities[note.municipality_id]) for note in notes]


def _found(note: PlaceNote, municipality: PlaceNote) -> FoundPlace:
    return FoundPlace(
        kind=note.kind,
        id=note.id,
        name=languages.choose(note.names),
        municipality=municipality.slug,
        municipality_name=languages.choose(municipality.names),
        lat=note.lat,
        lon=note.lon,
        active=municipality.active,
        slug=note.slug,
    )


def places_of(municipality: Municipality) -> list[PlaceGroup]:
    """All places of a municipality by kind (towns, neighbourhoods, villages) and name, for a plain select. No query."""
    order = [Place.Kind.TOWN, Place.Kind.NEIGHBOURHOOD, Place.Kind.VILLAGE]
    places = sorted(
        gazetteer().places_in(municipality.pk),
        key=lambda place: (order.index(Place.Kind(place.kind)), place.name.lower()),
    )
    return [
        PlaceGroup(kind_label(kind, plural=True), tuple(group))
        for kind, group in groupby(places, key=lambda place: place.kind)
    ]


def municipality_of_slug(slug: str) -> Municipality | None:
    """The municipality of a slug, if there is one."""
    return gazetteer().municipality_of_slug(slug)
