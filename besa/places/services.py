"""Writes: what is built in, boundaries, days off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import shapely
from django.db import transaction
from django.utils import timezone

from besa.ledger.services import record
from besa.places import builtin_data, memory
from besa.places.boundary_files import BoundaryFileRefused
from besa.places.boundary_plan import ImportPlan, Match
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
    around = [
        KnownPoint(slug, countries[slug], lat, lon) for slug, lat, lon in builtin_data.neighbouring_villages()
    ]
    return seats + places + around


def import_boundaries(
    *,
    plan: ImportPlan,
    sha256: str,
    source: str,
    licence: str = "",
    valid_from: date | None = None,
    actor_role: str = "administrator",
) -> int:
    """Make the areas of a plan the boundaries of their municipalities; returns how many changed.

    Without `valid_from` the first official boundary also holds for the past, as the approximate area was only a
    guess, and a later one holds from today. What was valid is closed on that day, never deleted, so that an old
    report keeps its municipality. `BoundaryFileRefused` when a boundary already begins after that day.
    """
    with transaction.atomic():
        changed = [
            match.municipality.slug for match in plan.matches if _replace(match, valid_from, source, licence)
        ]
        if changed:
            record(
                verb="places.boundaries_imported",
                subject=f"boundaries:{sha256[:32]}",
                actor_role=actor_role,
                municipality=changed[0] if len(changed) == 1 else "",
                public={
                    "sha256": sha256,
                    "municipalities": sorted(changed),
                    "valid_from": valid_from.isoformat() if valid_from else "",
                },
            )
    return len(changed)


def _replace(match: Match, valid_from: date | None, source: str, licence: str) -> bool:
    """Close the boundary of a municipality and begin the new one; False when it is already the same."""
    own = Boundary.objects.filter(municipality=match.municipality)
    wkb = shapely.to_wkb(match.area.polygon)
    current = own.filter(approximate=False, valid_to=None).first()
    if current and bytes(current.area) == wkb:
        return False
    first_official = current is None and valid_from is None
    day = BEGINNING if first_official else valid_from or timezone.localdate()
    if own.filter(approximate=False, valid_from__gt=day).exists():
        raise BoundaryFileRefused(
            f"{match.municipality.names['sq']} has a boundary that begins after {day}. Give a later day."
        )
    # One that would begin on the same day is replaced: it never held for a whole day.
    own.filter(valid_from__gte=day).delete()
    own.filter(valid_to=None).update(valid_to=day)
    Boundary.objects.create(
        municipality=match.municipality, area=wkb, valid_from=day, source=source, licence=licence
    )
    return True
