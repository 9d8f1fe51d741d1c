"""What can be chosen to follow, and the feeds of the same reports."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from besa.alerts.scopes import Scope
from besa.alerts.topics import NARROWEST_M
from besa.places.models import Municipality
from besa.reports.map_view import MapView
from besa.reports.queries.where import active_municipalities


@dataclass(frozen=True)
class Feeds:
    """Where the same reports are as feeds."""

    atom: str
    json: str


@dataclass(frozen=True)
class AreaLink:
    """A municipality, and where it is followed."""

    municipality: Municipality
    url: str


@dataclass(frozen=True)
class Choice:
    """The municipalities that take reports, and everywhere at once; `category` goes along."""

    category: str
    areas: list[AreaLink]
    everywhere: str


def choice_of_areas(scope: Scope) -> Choice:
    """Where the category of a scope, or anything, can be followed."""
    page = reverse("alerts:follow_area")
    more = f"&category={scope.category.key}" if scope.category else ""
    areas = [AreaLink(one, f"{page}?municipality={one.slug}{more}") for one in active_municipalities()]
    return Choice(scope.category.name if scope.category else "", areas, f"{page}?everywhere=1{more}")


def follow_address(view: MapView) -> str:
    """Where to follow what the map shows. One category goes along, and the wish for what is fixed."""
    pairs = _area_of(view)
    if len(view.filters.categories) == 1:
        pairs["category"] = view.filters.categories[0]
    if view.filters.states == ("fixed",):
        pairs["state"] = "fixed"
    page = reverse("alerts:follow_area")
    return f"{page}?{urlencode(pairs)}" if pairs else page


def _area_of(view: MapView) -> dict[str, str]:
    if view.circle:
        circle = view.circle
        return {
            "lat": f"{circle.lat:.5f}",
            "lon": f"{circle.lon:.5f}",
            "radius": f"{max(circle.radius_m, NARROWEST_M):.0f}",
        }
    if view.found:
        place = {} if view.found.is_municipality else {"place": view.found.slug}
        return {"municipality": view.found.municipality, **place} if view.found.active else {}
    return {"municipality": view.municipality.slug} if view.municipality and view.municipality.active else {}


def feeds_of(scope: Scope) -> Feeds | None:
    """The feeds with the same reports as a scope; None for a department, which has none."""
    if scope.department:
        return None
    return Feeds(_feed(scope, "atom"), _feed(scope, "json"))


def _feed(scope: Scope, form: str) -> str:
    pairs = [pair for pair in scope.query.split("&") if pair and not pair.startswith("municipality=")]
    if scope.municipality and not scope.circle:
        address = reverse("reports:feed", args=[scope.municipality.slug, form])
    else:
        address = reverse("reports:feed_all", args=[form])
    return f"{address}?{'&'.join(pairs)}" if pairs else address
