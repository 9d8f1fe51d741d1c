"""Home and the front door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

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
