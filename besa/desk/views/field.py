"""An officer on the way: the route of their reports, and what is done at each of them.

The pages work without a script and without its queue. With it, the same addresses are asked for parts of the page
(`HX-Request`): the route that a phone keeps, and the answer to an act that waited on it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from besa.core.fragments import render_page, wants_part
from besa.core.nearness import far_in_words, point_in
from besa.core.vouching import new_key
from besa.desk.forms.field import FIELD_FORMS, FieldForm, field_forms, speaking
from besa.desk.forms.once import submission_of
from besa.desk.labels import VIEW_EMPTY, VIEW_LABELS
from besa.desk.queries.field import Route, choices_of, route_of
from besa.desk.queries.queue import moment_for
from besa.desk.queries.report import seen_report
from besa.desk.scopes import Scope, scopes_of
from besa.desk.views.acting_once import act_once
from besa.desk.views.report_actions import done_message
from besa.people.models import Role, User
from besa.people.permissions import require, standing_of
from besa.places.models import Place
from besa.places.queries import places_of
from besa.reports.labels import PRIORITY_LABELS, STATE_LABELS
from besa.reports.models import Report
from besa.reports.queries.clocks import pause_limits

_LONGEST_QUERY = 400
#: what the page's script loads: a phone that keeps the page keeps what its head names
_LOADED = (
    "core/queue.js",
    "core/store.js",
    "core/field-keeping.js",
    "core/here.js",
    "core/photos.js",
    "core/exif.js",
    "core/shrink.js",
)


@never_cache
@require_safe
def field(request: HttpRequest) -> HttpResponse:
    """The route, from where the officer is or says to be."""
    user, scope, scopes = _officer_and_scope(request)
    start, place = point_in(request.GET), _place_of(request, scope)
    moment = moment_for(scope, user, timezone.now())
    route = route_of(scope, request.GET.get("whose", ""), start, place, moment)
    context = {
        "scope": scope,
        "scopes": scopes,
        "route": route,
        "stops": _stops(route, scope, user),
        "choices": [(key, VIEW_LABELS[key]) for key in choices_of(scope)],
        "far": far_in_words(route.metres),
        "empty": VIEW_EMPTY[route.whose],
        "places": places_of(scope.municipality),
        "query": _query(route, scope, scopes),
        "owner": _owner(user),
        "practising": scope.trainee is not None,
        "read_at": moment.now,
        **_LABELS,
    }
    return render_page(request, "desk/field.html", "route", context)


@require_safe
def field_offline(request: HttpRequest) -> HttpResponse:
    """What a phone shows without network in place of the route's page. It is the same for everybody, and empty."""
    return render(request, "desk/field_offline.html", {"files": _LOADED})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def field_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Do something at one stop, once for each key."""
    user, report, role = _load(request, pk)
    if request.method != "POST":
        return redirect("desk:report", pk)
    form = _sent_form(request, report, user)
    status = _act(request, form, user, role)
    if status is None:
        return _done(request, form)
    return _comes_back(request, form, status)


_LABELS: dict[str, Any] = {
    "state_labels": STATE_LABELS,
    "priority_labels": {str(number): label for number, label in PRIORITY_LABELS.items()},
}


def _officer_and_scope(request: HttpRequest) -> tuple[User, Scope, list[Scope]]:
    """Who goes, the municipality that the address names, and all in which this person may act."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    standing = standing_of(request.user)
    scopes = [one for one in scopes_of(standing) if standing.may("reports.answer", one.municipality.pk)]
    slug = request.GET.get("municipality", "")
    chosen = [one for one in scopes if slug in ("", one.municipality.slug)]
    if not chosen:
        raise PermissionDenied
    return request.user, chosen[0], scopes


def _place_of(request: HttpRequest, scope: Scope) -> Place | None:
    slug = request.GET.get("place", "")
    return Place.objects.filter(municipality=scope.municipality, slug=slug).first() if slug else None


def _query(route: Route, scope: Scope, scopes: list[Scope]) -> str:
    """The route's own address."""
    pairs = {"whose": route.whose}
    if len(scopes) > 1:
        pairs["municipality"] = scope.municipality.slug
    if route.start is not None:
        pairs |= {"lat": repr(route.start[0]), "lon": repr(route.start[1])}
    elif route.place is not None:
        pairs["place"] = route.place.slug
    return urlencode(pairs)


def _stops(route: Route, scope: Scope, user: User) -> list[dict[str, Any]]:
    """Each stop with its distance in words and its forms; a form is one act, so each has its own key."""
    limits, standing = pause_limits(scope.municipality), standing_of(user)
    drawn: dict[object, tuple[str, str]] = {}
    found = []
    for stop in route.stops:
        report = stop.report
        role = standing.role_for("reports.answer", report.municipality_id, report.department_id)
        forms = field_forms(report, str(role), user, limits) if role else []
        far = far_in_words(stop.metres) if stop.metres is not None else ""
        found.append(
            {"stop": stop, "far": far, "forms": [(form, new_key(), _fields(form, drawn)) for form in forms]}
        )
    return found


def _fields(form: FieldForm, drawn: dict[object, tuple[str, str]]) -> SafeString:
    """The empty fields of a form. Those of one kind differ in their ids only, and drawing them takes long."""
    if form.likeness not in drawn:
        fields = render_to_string("desk/components/field_fields.html", {"form": form})
        drawn[form.likeness] = (form.ids, fields)
    ids, like = drawn[form.likeness]
    return SafeString(like.replace(ids, form.ids))


def _load(request: HttpRequest, pk: int) -> tuple[User, Report, Role]:
    """Whoever sends, the report, and the role. A phone that is shared sends only what this person wrote on it.

    What somebody tried out while practising is not sent once they work, nor what is real while they practise.
    """
    report = seen_report(pk, standing_of(request.user))
    if report is None:
        raise Http404
    role = require(request.user, "reports.answer", report.municipality_id, report.department_id)
    if not isinstance(request.user, User) or request.POST.get("owner", "") not in ("", _owner(request.user)):
        raise PermissionDenied
    return request.user, report, role


def _owner(user: User) -> str:
    """What belongs to this person on a phone; what they try out while practising belongs to nobody who works."""
    return f"{user.pk}-practice" if standing_of(user).trainee is not None else str(user.pk)


def _sent_form(request: HttpRequest, report: Report, user: User) -> FieldForm:
    kind = FIELD_FORMS.get(request.POST.get("action", ""))
    if kind is None:
        raise Http404
    return speaking(kind(report, pause_limits(report.municipality), request.POST, request.FILES), user)


def _act(request: HttpRequest, form: FieldForm, user: User, role: Role) -> int | None:
    """Do it, unless it was done; the status of the form that comes back, or None."""
    photos = request.FILES.getlist("photos")
    once = submission_of(request.POST, photos, form.report, user, where="field")
    return act_once(form, by=user, role=role, once=once)


def _done(request: HttpRequest, form: FieldForm) -> HttpResponse:
    if wants_part(request):
        return HttpResponse(done_message(form), content_type="text/plain; charset=utf-8")
    messages.success(request, done_message(form))
    query = QueryDict(request.POST.get("query", "")[:_LONGEST_QUERY]).urlencode()
    return redirect(reverse("desk:field") + (f"?{query}" if query else ""))


def _comes_back(request: HttpRequest, form: FieldForm, status: int) -> HttpResponse:
    """The form filled in, with what is wrong or what somebody else did, under a key of its own."""
    context = {
        "report": form.report,
        "form": form,
        "key": new_key(),
        "owner": request.POST.get("owner", ""),
        "query": request.POST.get("query", ""),
        "part": wants_part(request),
        **_LABELS,
    }
    return render_page(request, "desk/field_act.html", "act", context, status=status)
