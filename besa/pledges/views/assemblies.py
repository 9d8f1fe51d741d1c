"""Editors write down assemblies: who sits in them, since when, and who followed whom."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from besa.core.views.trying import succeeds
from besa.people.permissions import standing_of
from besa.places.calendar import today_in
from besa.pledges.forms.assemblies import AssemblyForm, LeaveForm, SeatForm, SessionForm
from besa.pledges.models import PublicBody, Session
from besa.pledges.permissions import EDIT
from besa.pledges.queries.assemblies import chairs_of, members_of, members_on
from besa.pledges.services.assemblies import add_assembly, leave_seat, seat_member
from besa.pledges.services.sessions import add_session
from besa.pledges.views.form_pages import form_page
from besa.pledges.views.loading import assembly_for
from besa.pledges.views.monitoring import read_or_send


@never_cache
@read_or_send
def new_assembly(request: HttpRequest) -> HttpResponse:
    """An assembly that nobody writes down yet."""
    organisations = standing_of(request.user).organisations_for(EDIT)
    if not organisations:
        raise PermissionDenied
    form = AssemblyForm(organisations, request.POST or None)
    made: list[PublicBody] = []

    def act() -> None:
        values = form.cleaned_data
        organisation = next(one for one in organisations if str(one.pk) == values["organisation"])
        made.append(
            add_assembly(
                municipality=values["municipality"], organisation=organisation, seats=values["seats"]
            )
        )

    if request.method == "POST" and form.is_valid() and succeeds(form, act):
        return redirect("pledges:assembly_desk", made[0].slug)
    return form_page(request, form, _("New assembly"), _("Add the assembly"))


@never_cache
@require_safe
def assembly(request: HttpRequest, slug: str) -> HttpResponse:
    """Its members and sessions."""
    body, _role, _user = assembly_for(request, slug)
    assert body.municipality is not None
    today = today_in(body.municipality)
    context = {
        "assembly": body,
        "seated": len(members_on(body, today)),
        "members": members_of(body),
        "chairs": {chair.person_id for chair in chairs_of(body) if chair.holds_on(today)},
        "sessions": body.sessions.prefetch_related("rolls", "votes"),
    }
    return render(request, "pledges/assembly_desk.html", context)


@never_cache
@read_or_send
def new_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody takes a seat."""
    body, role, _user = assembly_for(request, slug)
    newest = members_of(body).order_by("-term_ends").first()
    usual = {"starts": newest.starts, "term_ends": newest.term_ends} if newest else {}
    form = SeatForm(request.POST or None, initial=usual)

    def act() -> None:
        seat_member(assembly=body, seat=form.seat, role=str(role))

    if request.method == "POST" and form.is_valid() and succeeds(form, act):
        return redirect("pledges:assembly_desk", slug)
    return form_page(request, form, _("New member"), _("Add the member"), assembly=body)


@never_cache
@read_or_send
def leave(request: HttpRequest, slug: str, member: str) -> HttpResponse:
    """A member leaves in mid-term."""
    body, role, _user = assembly_for(request, slug)
    leaving = get_object_or_404(members_of(body), slug=member, ends=None)
    form = LeaveForm(request.POST or None)

    def act() -> None:
        values = form.cleaned_data
        leave_seat(
            member=leaving,
            on=values["ends"],
            ending=values["ending"],
            follower=values["follower"],
            role=str(role),
        )

    if request.method == "POST" and form.is_valid() and succeeds(form, act):
        return redirect("pledges:assembly_desk", slug)
    heading = _("%(name)s leaves the assembly") % {"name": leaving.person.name}
    return form_page(request, form, heading, _("Save"), assembly=body)


@never_cache
@read_or_send
def new_session(request: HttpRequest, slug: str) -> HttpResponse:
    """A session was held or called."""
    body, role, _user = assembly_for(request, slug)
    form = SessionForm(request.POST or None)
    made: list[Session] = []
    if request.method == "POST" and form.is_valid():
        act = partial(add_session, assembly=body, role=str(role), **form.cleaned_data)
        if succeeds(form, lambda: made.append(act())):
            return redirect("pledges:session_desk", made[0].pk)
    return form_page(request, form, _("New session"), _("Add the session"), assembly=body)
