"""Home, the front door, health."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from besa import __version__
from besa.core.middleware import preferred_language
from besa.places.models import Municipality


def front_door(request: HttpRequest) -> HttpResponse:
    """`/` leads to the home page in the language of the host and the browser."""
    with translation.override(preferred_language(request)):
        response = HttpResponseRedirect(reverse("site:home"))
    response["Vary"] = "Accept-Language, Cookie, Host"
    return response


def home(request: HttpRequest) -> HttpResponse:
    """What is happening now, and the one large button."""
    takers = sorted(Municipality.objects.filter(active=True), key=lambda one: one.name.casefold())
    return render(request, "site/home.html", {"municipalities": takers})


def healthz(request: HttpRequest) -> JsonResponse:
    """For monitoring: is it up, what runs, what waits."""
    return JsonResponse(
        {"status": "ok", "version": __version__, "database": connection.vendor, "demo": settings.DEMO}
    )
