"""Writes: what is built in, boundaries, days off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import shapely
from django.db import transaction

from besa.ledger.services import record
from besa.places import builtin_data, memory
from besa.places.catchments import KnownPoint, catchments
from besa.places.models import Boundary, Municipality, Place

#: Before any report: an approximate area also serves reports that are imported from years ago.
BEGINNING = date(1990, 1, 1)
TIME_ZONES = {"XK": "Europe/Belgrade", "AL": "Europe/Tirane"}
BUILTIN_SOURCE = "Besa: nearest known place, not an official boundary"


@dataclass(frozen=True)
class Loaded:
    """How many rows a loading made; what was there already is never touched."""

    municipalities: int
    places: int
    boundaries: int


def load_builtin_places() -> Loaded:
    """Make the built-in municipalities, places and approximate areas that are missing.

    Running it again changes nothing: names and settings that an administrator has edited stay, and a
    municipality with any boundary gets no approximate one.
    """
    with transaction.atomic():
        loaded = Loaded(
            municipalities=_make_municipalities(), places=_make_places(), boundaries=_make_catchments()
        )
        if loaded != Loaded(0, 0, 0):
            memory.renew()
            record(
                verb="places.builtin_loaded",
                subject="places:builtin",
                actor_role="system",
                municipality="",
                public={
                    "municipalities": loaded.municipalities,
                    "places": loaded.places,
                    "boundaries": loaded.boundaries,
                },
            )
    return loaded


def _make_municipalities() -> int:
    known = set(Municipality.objects.values_list("slug", flat=True))
    missing = [
        Municipality(
            slug=row.slug,
            country=row.country,
            names=row.names,
            other_names=row.other_names,
            seat=row.seat,
            lat=row.lat,
            lon=row.lon,
            population=row.population,
            population_source=row.population_source,
            languages=row.languages,
            time_zone=TIME_ZONES[row.country],
            active=row.active,
        )
        for row in builtin_data.municipalities()
        if row.slug not in known
    ]
    return len(Municipality.objects.bulk_create(missing))


def _make_places() -> int:
    ids = dict(Municipality.objects.values_list("slug", "pk"))
    known = set(Place.objects.values_list("municipality__slug", "slug"))
    missing = [
        Place(
            municipality_id=ids[row.municipality],
            kind=row.kind,
            slug=row.slug,
            names=row.names,
            other_names=row.other_names,
            lat=row.lat,
            lon=row.lon,
        )
        for row in builtin_data.places()
        if (row.municipality, row.slug) not in known
    ]
    for place in missing:
        place.folded = "\n".join(memory.folded_names(place))
    return len(Place.objects.bulk_create(missing))


def _make_catchments() -> int:
    """Approximate areas of all that have no official one; redone when the tables know more places."""
    ids = dict(Municipality.objects.values_list("slug", "pk"))
    official = set(Boundary.objects.filter(approximate=False).values_list("municipality_id", flat=True))
    approximate = dict(Boundary.objects.filter(approximate=True).values_list("municipality_id", "area"))
    changed = 0
    for slug, area in catchments(_known_points(), builtin_data.outlines()).items():
        wkb = shapely.to_wkb(area)
        if ids[slug] in official or bytes(approximate.get(ids[slug], b"")) == wkb:
            continue
        Boundary.objects.update_or_create(
            municipality_id=ids[slug],
            approximate=True,
            defaults={"area": wkb, "valid_from": BEGINNING, "source": BUILTIN_SOURCE},
        )
        changed += 1
    return changed


def _known_points() -> list[KnownPoint]:
    countries = {row.slug: row.country for row in builtin_data.municipalities()}
    seats = [KnownPoint(row.slug, row.country, row.lat, row.lon) for row in builtin_data.municipalities()]
    places = [
        KnownPoint(row.municipality, countries[row.municipality], row.lat, row.lon)
        for row in builtin_data.places()
    ]
    return seats + places
