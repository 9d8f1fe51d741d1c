"""Following pledges: of a mayor, of a policy area, or one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from besa.alerts.forms.following import FollowForm
from besa.alerts.scopes import Scope
from besa.alerts.views.following import followed, known_of, push_of, user_of
from besa.pledges.areas import AREAS
from besa.pledges.queries.public_mandates import public_mandate
from besa.pledges.queries.public_pledge import public_pledge


@require_http_methods(["GET", "POST"])
def follow_pledges(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to be told of new ratings and corrections. `?pledge=` or `?area=` narrows it."""
    scope = _scope(request, slug)
    form = FollowForm(
        request.POST or None, scope=scope, signed_in=user_of(request) is not None, initial=known_of(request)
    )
    if request.method == "POST" and form.is_valid():
        answer = followed(request, form, scope, reverse("pledges:mandate", args=[slug]))
        if answer:
            return answer
    context = {"scope": scope, "form": form, "areas": AREAS.values(), **push_of(request)}
    return render(request, "alerts/follow_pledges.html", context)


def _scope(request: HttpRequest, slug: str) -> Scope:
    """What the address names; a draft is nothing that could be followed."""
    mandate = public_mandate(slug)
    uid, area = request.GET.get("pledge", ""), request.GET.get("area", "")
    pledge = public_pledge(uid, slug) if uid else None
    if mandate is None or (uid and pledge is None) or (area and area not in AREAS):
        raise Http404
    where = mandate.municipality
    return Scope(mandate=mandate, municipality=where, pledge=pledge, policy_area="" if pledge else area)
