"""Where administrators start, and where everybody goes after signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from besa.people.models import Role
from besa.people.permissions import require, standing_of
from besa.people.queries import organisations
from besa.places.models import Municipality
from besa.site.failures import number_of_failures


def administration(request: HttpRequest) -> HttpResponse:
    """Links to all that is administered, and how much waits for an administrator."""
    require(request.user, "administration.see")
    context = {
        "municipalities": Municipality.objects.filter(active=True),
        "failures": number_of_failures(),
        "organisations": organisations(),
    }
    return render(request, "site/administration.html", context)


def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Officials go to the desk, administrators to the administration, citizens home."""
    standing = standing_of(request.user)
    if standing.holds(Role.ADMINISTRATOR):
        return redirect("site:administration")
    return redirect("desk:queue" if standing.may("desk.see") else "site:home")
