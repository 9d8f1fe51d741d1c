"""Whether a page or a part of it is asked for."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


def wants_fragment(request: HttpRequest) -> bool:
    """True when htmx asks, who puts the answer into the page that is open."""
    return bool(HtmxDetails(request))
