"""What the map is drawn from: tiles of reports, and boundaries and names for when there is no base map."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from besa.core import languages
from besa.places.memory import current
from besa.reports import ground, tiles
from besa.reports.filters import BadFilterError, read_filters


@require_safe
def tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """One tile. Browsers ask each time whether it changed, so a new report is on the map at once."""
    if not tiles.is_tile(z, x, y):
        raise Http404
    try:
        filters = read_filters(request.GET)
        wanted = tiles.Wanted(filters.category_ids, filters.state_values, filters.weeks)
    except BadFilterError as error:
        raise Http404 from error
    stamp = tiles.stamp_of(z, x, y)
    weeks = f".{wanted.weeks[0]}" if wanted.weeks else ""
    etag = f'W/"{stamp}{weeks}"'
    response = get_conditional_response(request, etag=etag) or _send(
        request, tiles.tile(z, x, y, wanted, stamp), "application/vnd.mapbox-vector-tile"
    )
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    response["Vary"] = "Accept-Encoding"
    return response


def _send(request: HttpRequest, made: tiles.Tile, content_type: str) -> HttpResponse:
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(made.packed if packed else made.plain, content_type=content_type)
    if packed:
        response["Content-Encoding"] = "gzip"
    return response


@require_safe
def boundaries(request: HttpRequest) -> HttpResponse:
    """Boundaries, settlements and their names as GeoJSON, for a map that has no other ground."""
    language = request.GET.get("lang", languages.SQ)
    if language not in languages.ALL:
        raise Http404
    known = current()
    etag = f'"{known.revision}-{language}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = _send(request, _ground(known.revision, language), "application/geo+json")
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=600"
    response["Vary"] = "Accept-Encoding"
    return response


@lru_cache(maxsize=8)
def _ground(revision: str, language: str) -> tiles.Tile:
    return tiles.packed(msgspec.json.encode(ground.ground_of(current(), language)))
