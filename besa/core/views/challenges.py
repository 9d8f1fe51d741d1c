"""Proof of work for forms."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.cache import add_never_cache_headers

from besa.core.challenge import ACTIONS, new_challenge
from besa.core.views.programs import for_programs


@for_programs
def challenge(request: HttpRequest) -> JsonResponse:
    """A fresh challenge, with what a form written long ago and sent now needs besides."""
    action = request.GET.get("action", "")
    if action not in ACTIONS:
        raise Http404
    response = JsonResponse({"challenge": new_challenge(action), "csrf": get_token(request)})
    add_never_cache_headers(response)
    return response
