"""Municipalities and settlements as plain values."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from besa.core import languages
from besa.core.brands import DEFAULT
from besa.core.links import site_address
from besa.places.models import Municipality, Place

SETTLEMENTS = "settlements"


def municipalities(*, country: str | None, active: bool | None) -> list[dict[str, Any]]:
    """All municipalities, by slug. One query."""
    found = Municipality.objects.order_by("slug")
    if country:
        found = found.filter(country=country)
    if active is not None:
        found = found.filter(active=active)
    return [_municipality(one) for one in found]


def municipality(slug: str) -> dict[str, Any] | None:
    """One municipality; None for a slug that none has."""
    found = Municipality.objects.filter(slug=slug).first()
    return _municipality(found) if found else None


def settlements_page(
    municipality_id: int | None, *, after: int, limit: int
) -> tuple[list[dict[str, Any]], int | None]:
    """Settlements by number after one, and the number after which the next part begins."""
    places = Place.objects.filter(pk__gt=after).select_related("municipality").order_by("pk")
    if municipality_id is not None:
        places = places.filter(municipality=municipality_id)
    rows = list(places[: limit + 1])
    shown = rows[:limit]
    return [_settlement(one) for one in shown], shown[-1].pk if len(rows) > limit else None


def _municipality(one: Municipality) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "name": one.name,
        "names": {languages.TAGS.get(code, code): name for code, name in one.names.items() if name},
        "country": one.country,
        "lat": one.lat,
        "lon": one.lon,
        "population": one.population,
        "population_source": one.population_source,
        "languages": [languages.TAGS.get(code, code) for code in one.languages],
        "time_zone": one.time_zone,
        "active": one.active,
        "reads_first": one.moderation == Municipality.Moderation.BEFORE,
        "url": f"{site_address(DEFAULT.key)}{reverse('reports:map')}?municipality={one.slug}",
    }


def _settlement(one: Place) -> dict[str, Any]:
    return {
        "id": one.pk,
        "slug": one.slug,
        "name": one.name,
        "kind": one.kind,
        "municipality": one.municipality.slug,
        "lat": one.lat,
        "lon": one.lon,
    }
