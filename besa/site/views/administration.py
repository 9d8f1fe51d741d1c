"""Where administrators start, and where everybody goes after signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from besa.people.models import Role
from besa.people.permissions import require, standing_of
from besa.people.queries import organisations
from besa.places.models import Municipality
from besa.site.failures import number_of_failures
from besa.site.forgotten import DAYS, what_was_forgotten


def administration(request: HttpRequest) -> HttpResponse:
    """Links to all that is administered, and how much waits for an administrator."""
    require(request.user, "administration.see")
    context = {
        "municipalities": Municipality.objects.filter(active=True),
        "failures": number_of_failures(),
        "organisations": organisations(),
    }
    return render(request, "site/administration.html", context)


@never_cache
@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """What the daily run of retention deleted."""
    require(request.user, "administration.see")
    return render(request, "site/forgotten.html", {"forgetting": what_was_forgotten(), "days": DAYS})


def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Officials go to the desk, administrators to the administration, citizens home."""
    standing = standing_of(request.user)
    if standing.holds(Role.ADMINISTRATOR):
        return redirect("site:administration")
    return redirect("desk:queue" if standing.may("desk.see") else "site:home")
