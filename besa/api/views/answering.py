"""What all addresses of the API have in common, around what django-ninja does.

Language, limits, unknown parameters, problem details, conditional requests and CORS are the same everywhere; each
operation only reads its parameters and gives plain values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import gettext as _

from besa.api.cursors import Cursor
from besa.api.limits import seconds_to_wait
from besa.api.parameters import LANGUAGES
from besa.api.problems import ParameterError, Problem, refusal, response_of
from besa.core import languages
from besa.core.brands import DEFAULT
from besa.core.links import site_address

METHODS: Final = "GET, HEAD, OPTIONS"
View = Callable[..., HttpResponseBase]
_CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Retry-After, Content-Language",
}
_PREFLIGHT: Final = {
    **_CORS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, Accept-Language",
    "Access-Control-Max-Age": "86400",
}


def answer(
    request: HttpRequest, value: Mapping[str, Any], *, changed_at: datetime | None = None
) -> HttpResponse:
    """Plain values as JSON, or 304 when the reader has them already."""
    body = msgspec.json.encode(value)
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "public, max-age=0, must-revalidate"}
    stamp = int(changed_at.timestamp()) if changed_at else None
    if stamp is not None:
        headers["Last-Modified"] = http_date(stamp)
    unchanged = get_conditional_response(request, etag=etag, last_modified=stamp)
    response = unchanged or HttpResponse(body, content_type="application/json")
    for name, text in headers.items():
        response[name] = text
    return response


def part(request: HttpRequest, items: list[dict[str, Any]], mark: Cursor | None) -> HttpResponse:
    """A part of a list, with the way to the next one."""
    cursor = mark.text if mark else None
    address = _next_address(request, cursor) if cursor else None
    response = answer(request, {"items": items, "next_cursor": cursor, "next": address})
    if address:
        response["Link"] = f'<{address}>; rel="next"'
    return response


def _next_address(request: HttpRequest, cursor: str) -> str:
    query = {name: value for name, value in request.GET.items() if name != "cursor"} | {"cursor": cursor}
    return f"{site_address(DEFAULT.key)}{request.path}?{urlencode(query, safe=',:')}"


def for_readers(view: View, allowed: Callable[[], frozenset[str]]) -> View:
    """Wrap an operation; `allowed` gives the names of its parameters, which are known once all are described."""

    @wraps(view)
    def answering(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=_PREFLIGHT)
        with translation.override(_language(request)):
            try:
                response = _guarded(view, request, allowed(), *args, **kwargs)
            except Problem as problem:
                response = response_of(request, problem)
            return _dressed(response)

    # What never gets here is refused as JSON, and in our own form. No cookie counts here.
    vars(answering).update(for_programs=True, refusal=refusal, csrf_exempt=True)
    return answering


def _guarded(
    view: View, request: HttpRequest, allowed: frozenset[str], *args: object, **kwargs: object
) -> HttpResponseBase:
    if request.method not in ("GET", "HEAD"):
        raise Problem("method-not-allowed", headers={"Allow": METHODS})
    if wait := seconds_to_wait(request):
        raise Problem("too-many-requests", headers={"Retry-After": str(wait)})
    _require_known(request, allowed)
    # What answers GET answers HEAD; the server leaves the body out.
    request.method = "GET"
    return view(request, *args, **kwargs)


def _require_known(request: HttpRequest, allowed: frozenset[str]) -> None:
    """A filter that is spelled wrong must not quietly filter nothing."""
    errors = [
        ParameterError(name[:80], _("This address takes no such parameter."))
        for name in request.GET
        if name not in allowed
    ] + [
        ParameterError(name[:80], _("Give it once."))
        for name, values in request.GET.lists()
        if name in allowed and len(values) > 1
    ]
    if errors:
        raise Problem("bad-parameter", errors=errors)


def _language(request: HttpRequest) -> str:
    asked = LANGUAGES.get(request.GET.get("language", ""))
    return asked or translation.get_language() or languages.SQ


def _dressed(response: HttpResponseBase) -> HttpResponseBase:
    for name, text in _CORS.items():
        response[name] = text
    patch_vary_headers(response, ["Accept-Language"])
    active = translation.get_language() or languages.SQ
    response["Content-Language"] = languages.TAGS.get(active, active)
    return response
