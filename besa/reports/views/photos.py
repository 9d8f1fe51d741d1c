"""Serving photos: only what was drawn by us, only while it may be seen."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from besa.reports import photo_files, photo_links
from besa.reports.queries.photos import drawn_photo

#: an hour: long enough for going back and forth, short enough that a hidden photo soon leaves shared caches
PUBLIC_CACHE = "public, max-age=3600, immutable"
PRIVATE_CACHE = "private, no-store"


@require_safe
def photo_file(request: HttpRequest, key: str, version: int, size: str) -> HttpResponseBase:
    """One size of a photo that everybody may see, or whose signed address was given out."""
    signed = photo_links.opens(request.GET.get("t", ""), key, version, size)
    found = drawn_photo(key, version, only_public=not signed)
    if found is None:
        raise Http404
    return picture_response(request, key, version, size, PUBLIC_CACHE if found.is_public else PRIVATE_CACHE)


def picture_response(
    request: HttpRequest, key: str, version: int, size: str, cache_control: str
) -> HttpResponseBase:
    """A drawn file, streamed, with headers under which it can be nothing but a picture."""
    etag = f'"{key}-{version}-{size}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            file = photo_files.drawn_path(key, version, size).open("rb")
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(file, content_type="image/webp")
    as_picture_only(response, cache_control)
    response["ETag"] = etag
    return response


def as_picture_only(response: HttpResponseBase, cache_control: str) -> None:
    """Headers that keep a browser from taking a stranger's file for anything else."""
    response["Cache-Control"] = cache_control
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
