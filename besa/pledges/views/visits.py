"""A monitor on the way: pledges to look at, and what is found at each of them, with or without network.

The pages work without a script. With it, the same addresses are asked for parts of the page (`HX-Request`): the list
that a phone keeps, and the answer to a visit that waited on it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from besa.core.fragments import wants_part
from besa.core.idempotency import KeyReusedError
from besa.core.nearness import far_in_words, point_in
from besa.core.views.trying import succeeds
from besa.core.vouching import new_key
from besa.people.models import Role, User
from besa.people.permissions import standing_of
from besa.people.views.scope import signed_in
from besa.pledges.forms.visiting import VisitForm
from besa.pledges.models import Pledge
from besa.pledges.permissions import MONITOR
from besa.pledges.queries.visits import ALL, MINE, Visits, visits_of
from besa.pledges.services.visiting import keep_visit
from besa.pledges.views.loading import pledge_for

_LONGEST_QUERY = 400
#: what the page's script loads: a phone that keeps the page keeps what its head names
_LOADED = (
    "core/field-keeping.js", "core/queue.js", "core/store.js", "core/here.js", "core/photos.js", "core/exif.js",
    "core/shrink.js",
)  # fmt: skip


@never_cache
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """Pledges to visit, from where the monitor is or says to be."""
    user, own = signed_in(request), standing_of(request.user).organisations_for(MONITOR)
    if not own:
        raise PermissionDenied
    start = point_in(request.GET)
    found = visits_of(user, own, request.GET.get("whose", ""), start, request.GET.get("place", ""))
    context = {
        "visits": found,
        "stops": [
            (
                stop,
                far_in_words(stop.metres) if stop.metres is not None else "",
                VisitForm(stop.pledge),
                new_key(),
            )
            for stop in found.stops
        ],
        "choices": [(MINE, _("Assigned to me")), (ALL, _("All pledges"))],
        "query": _query(found),
        "owner": user.pk,
    }
    response = render(request, "pledges/visits.html" + ("#route" if wants_part(request) else ""), context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def visits_offline(request: HttpRequest) -> HttpResponse:
    """What a phone shows without network in place of the list. It is the same for everybody, and empty."""
    return render(request, "pledges/visits_offline.html", {"files": _LOADED})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, uid: str) -> HttpResponse:
    """A visit to what one pledge promised, kept once for each key."""
    pledge, role, user = pledge_for(request, uid)
    if request.POST.get("owner", "") not in ("", str(user.pk)):
        raise PermissionDenied  # a phone that is shared sends only what this person wrote on it
    if request.method != "POST":
        return _form_page(request, pledge, VisitForm(pledge))
    form = VisitForm(pledge, request.POST, request.FILES.getlist("photos"))
    try:
        kept = form.is_valid() and succeeds(form, lambda: _keep(form, user, role))
    except KeyReusedError:
        form.add_error(
            None, _("You have sent this form before, with other content. Look at it again, then send it.")
        )
        return _form_page(request, pledge, form, 409)
    return _done(request) if kept else _form_page(request, pledge, form, 422)


def _keep(form: VisitForm, user: User, role: Role) -> None:
    keep_visit(
        pledge=form.pledge,
        draft=form.draft(get_language() or ""),
        photos=form.sent_photos,
        by=user,
        submission=form.submission(user),
        role=str(role),
    )


def _done(request: HttpRequest) -> HttpResponse:
    done = _("Kept as evidence of grade B.")
    if wants_part(request):
        return HttpResponse(done, content_type="text/plain; charset=utf-8")
    messages.success(request, done)
    query = QueryDict(request.POST.get("query", "")[:_LONGEST_QUERY]).urlencode()
    return redirect(reverse("pledges:visits") + (f"?{query}" if query else ""))


def _form_page(request: HttpRequest, pledge: Pledge, form: VisitForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "pledge": pledge,
        "mandate": pledge.mandate,
        "form": form,
        "key": new_key(),
        "owner": request.user.pk,
        "query": request.POST.get("query", ""),
    }
    template = "pledges/visit.html" + ("#act" if wants_part(request) else "")
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _query(found: Visits) -> str:
    """The list's own address."""
    pairs = {"whose": found.whose}
    if found.start is not None:
        pairs |= {"lat": repr(found.start[0]), "lon": repr(found.start[1])}
    elif found.place is not None:
        pairs["place"] = found.place.slug
    return urlencode(pairs)
