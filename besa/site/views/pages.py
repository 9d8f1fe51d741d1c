"""Pages that tell what this is: about, how it works, privacy, accessibility, open data, offline, municipalities."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from besa.core.retention import retention
from besa.places.models import Municipality


def _contact() -> str:
    """The address that mails come from, without the name beside it."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is and who is behind it."""
    return render(request, "site/about.html")


@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    """From a report to an answer, step by step."""
    return render(request, "site/how_it_works.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, for how long, and who sees it."""
    return render(
        request, "site/privacy.html", {"contact": _contact(), "rules": [rule for _, rule in retention.all()]}
    )


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What works for whom, and what to do when it does not."""
    return render(request, "site/accessibility.html", {"contact": _contact()})


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """Where the data is, for people who want to count for themselves."""
    return render(request, "site/open_data.html")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Shown by the service worker when there is no network."""
    return render(request, "site/offline.html", {"bare": True})


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """Those that take reports first, then all others by name."""
    known = sorted(Municipality.objects.all(), key=lambda municipality: municipality.name.casefold())
    countries = [
        (
            Municipality.Country(country),
            [one for one in known if one.country == country and one.active],
            [one for one in known if one.country == country and not one.active],
        )
        for country in (Municipality.Country.KOSOVO, Municipality.Country.ALBANIA)
    ]
    return render(request, "site/municipalities.html", {"countries": countries})
