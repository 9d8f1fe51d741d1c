"""Pages for what went wrong, or JSON for programs. They ask the database for nothing, as it may be what failed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from besa.core.views.programs import refusal_of, wants_json

_FOR_PROGRAMS = {400: "bad request", 403: "forbidden", 404: "not found", 500: "server error"}


def _page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    if refuse := refusal_of(request):
        return refuse(request, status)
    if wants_json(request):
        return JsonResponse({"error": _FOR_PROGRAMS[status]}, status=status)
    # `bare` leaves out what needs a session: account, messages, the page's other languages.
    return render(request, f"core/errors/{name}.html", {"bare": True}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: we could not read the request."""
    return _page(request, "400", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this person."""
    return _page(request, "403", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is too old, or cookies are off."""
    return _page(request, "403_csrf", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page."""
    return _page(request, "404", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _page(request, "500", 500)
