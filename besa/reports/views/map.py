"""The map of reports and the list beside it, under one address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from besa.places.models import Municipality
from besa.places.queries import FoundPlace, municipality_of_slug, search_places
from besa.reports.feed_addresses import feed_of
from besa.reports.filters import BadFilterError, Filters, read_filters
from besa.reports.forms.map import MapForm
from besa.reports.map_view import MapView
from besa.reports.nearby import Box, box_around, circle_over, read_box
from besa.reports.queries.lists import ListPage, lines_by_id, middle_of_all, page_in_box, page_of
from besa.reports.queries.public import public_reports

_PLACE_RADIUS_M, _MUNICIPALITY_RADIUS_M = 3_000.0, 9_000.0


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The map, and without JavaScript the list alone. `bbox` makes the list follow the view."""
    filters, found, problems = _asked(request)
    municipality = municipality_of_slug(request.GET.get("municipality", "")[:40])
    view = read_box(request.GET.get("bbox", ""))
    box = view or _around(found)
    page = _page(filters, municipality, box, before=request.GET.get("before", "")[:60])
    context = {
        "page": page,
        "form": MapForm(request.GET if not problems else None, municipality=municipality),
        "filters": filters.query,
        "found": found,
        "municipality": municipality,
        "in_view": view is not None,
        "problems": problems,
        "next_query": _next_query(request, page.before),
        "feed": feed_of(filters, circle_over(box) if box else None, None if box else municipality),
        "view": MapView(filters, circle_over(view) if view else None, None if view else found, municipality),
        **_start(request, found, municipality),
    }
    part = "#list" if request.headers.get("HX-Request") else ""
    response = render(request, f"reports/map.html{part}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def map_card(request: HttpRequest, pk: int) -> HttpResponse:
    """One report as the map shows it when its point is chosen."""
    lines = lines_by_id([pk])
    if not lines:
        raise Http404
    return render(request, "reports/map_card.html", {"lines": lines})


def _asked(request: HttpRequest) -> tuple[Filters, FoundPlace | None, list[str]]:
    """Filters and the place searched for, and what of them could not be understood, in words."""
    problems = []
    try:
        filters = read_filters(request.GET)
        filters.check()
    except BadFilterError:
        filters = Filters()
        problems.append(gettext("This filter does not exist. You see all reports."))
    words = request.GET.get("q", "").strip()[:80]
    found = next(iter(search_places(words, limit=1)), None) if words else None
    if words and found is None:
        problems.append(gettext("No place has this name. Try the name of the nearest larger place."))
    return filters, found, problems


def _page(filters: Filters, municipality: Municipality | None, box: Box | None, *, before: str) -> ListPage:
    reports = filters.among(public_reports())
    if box:
        return page_in_box(reports, box, before=before)
    if municipality:
        reports = reports.filter(municipality=municipality)
    return page_of(reports, before=before)


def _around(found: FoundPlace | None) -> Box | None:
    if found is None:
        return None
    radius = _MUNICIPALITY_RADIUS_M if found.is_municipality else _PLACE_RADIUS_M
    return box_around(found.lat, found.lon, radius)


def _next_query(request: HttpRequest, before: str) -> str:
    query = request.GET.copy()
    query["before"] = before
    return query.urlencode()


def _start(
    request: HttpRequest, found: FoundPlace | None, municipality: Municipality | None
) -> dict[str, float | None]:
    """Where the map begins: the address, the place searched for, the municipality, or all that take reports."""
    view = _view_in(request)
    if view:
        return dict(zip(("lat", "lon", "zoom"), view, strict=True))
    if found:
        return {"lat": found.lat, "lon": found.lon, "zoom": 11 if found.is_municipality else 14}
    if municipality:
        return {"lat": municipality.lat, "lon": municipality.lon, "zoom": 11}
    return middle_of_all()


def _view_in(request: HttpRequest) -> tuple[float, float, float] | None:
    try:
        lat, lon, zoom = (float(request.GET[name]) for name in ("lat", "lon", "zoom"))
    except (KeyError, ValueError):
        return None
    inside = abs(lat) <= 85 and abs(lon) <= 180 and 0 <= zoom <= 20
    return (lat, lon, zoom) if inside else None
