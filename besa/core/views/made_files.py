"""Files that were made in the background, under addresses that stay."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from besa.core.ranges import part_asked_for


def made_file(
    request: HttpRequest, path: Path | None, *, key: str, content_type: str, filename: str, cache: str
) -> HttpResponseBase:
    """A file, or the part of it that is asked for; `key` is another one for whatever has other content. Http404 for
    what is not made, or gone."""
    if path is None or not path.exists():
        raise Http404
    etag = f'"{key[:32]}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        whole = HttpResponse(path.read_bytes(), content_type=content_type, headers={"ETag": etag})
        response = part_asked_for(request, whole)
        if disposition := content_disposition_header(as_attachment=False, filename=filename):
            response["Content-Disposition"] = disposition
    response["ETag"] = etag
    response["Cache-Control"] = cache
    response["X-Content-Type-Options"] = "nosniff"
    return response
