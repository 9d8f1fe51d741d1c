"""Whether a request wants a part of a page or the whole of it."""

from __future__ import annotations

from django.http import HttpRequest


def wants_part(request: HttpRequest) -> bool:
    """True for a part of a page; going back in the browser's history asks for the whole of it."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")
