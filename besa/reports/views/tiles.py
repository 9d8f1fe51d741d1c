"""Map tiles."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from besa.reports import tiles
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
        request, tiles.tile(z, x, y, wanted, stamp)
    )
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    response["Vary"] = "Accept-Encoding"
    return response


def _send(request: HttpRequest, made: tiles.Tile) -> HttpResponse:
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        made.packed if packed else made.plain, content_type="application/vnd.mapbox-vector-tile"
    )
    if packed:
        response["Content-Encoding"] = "gzip"
    return response
