"""Following publications: all, about a municipality, of an organisation, of a kind."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from besa.alerts.forms.following import FollowForm
from besa.alerts.scopes import Scope
from besa.alerts.views.following import followed, known_of, push_of, user_of
from besa.people.models import Organisation
from besa.places.queries import municipality_of_slug
from besa.publications.queries.public_works import read_wanted


@require_http_methods(["GET", "POST"])
def follow_publications(request: HttpRequest) -> HttpResponse:
    """Ask to be told of new publications. `?municipality=` or `?organisation=`, and `?kind=`, narrow it."""
    scope = _scope(request)
    form = FollowForm(
        request.POST or None, scope=scope, signed_in=user_of(request) is not None, initial=known_of(request)
    )
    if request.method == "POST" and form.is_valid():
        answer = followed(request, form, scope, reverse("publications:list"))
        if answer:
            return answer
    context = {"scope": scope, "form": form, **push_of(request)}
    return render(request, "alerts/follow_publications.html", context)


def _scope(request: HttpRequest) -> Scope:
    """What the address names; where both are named, the municipality decides."""
    wanted = read_wanted(request.GET)
    town = municipality_of_slug(wanted.municipality) if wanted.municipality else None
    owner = Organisation.objects.filter(slug=wanted.organisation).first() if wanted.organisation else None
    if (wanted.municipality and town is None) or (wanted.organisation and owner is None):
        raise Http404
    return Scope(
        publications=True,
        municipality=town,
        organisation=None if town else owner,
        publication_kind=wanted.kind,
    )
