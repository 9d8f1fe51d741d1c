"""Who works where: the coordinator's and the administrator's pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from besa.core.brands import brand_of
from besa.core.languages import SQ
from besa.people.forms import InviteForm, OrganisationForm
from besa.people.models import Membership, Role
from besa.people.permissions import require
from besa.people.queries import members_of, organisations
from besa.people.reaching import crew_of, what_reaches
from besa.people.roles import label_of, scope_of
from besa.people.services import (
    AlreadyMember,
    LastAdministrator,
    NameTaken,
    create_organisation,
    end_membership,
    invite_member,
)
from besa.people.setting_history import members_history
from besa.people.views.scope import chosen_municipality, signed_in, switch
from besa.places.models import Municipality


def members(request: HttpRequest) -> HttpResponse:
    """The members of a municipality, or (administrators) of organisations and the installation; add one."""
    municipality = chosen_municipality(request, "members.edit")
    initial = {"language": municipality.languages[0] if municipality and municipality.languages else SQ}
    form = InviteForm(request.POST or None, municipality=municipality, initial=initial)
    if request.method == "POST" and form.is_valid() and _invite(request, form, municipality):
        return redirect(_address(municipality))
    held = list(members_of(municipality))
    rows = [{"membership": row, "role": label_of(row.role), "scope": scope_of(row)} for row in held]
    context = {
        "form": form,
        "rows": rows,
        "reached": what_reaches(crew_of(municipality, held)) if municipality else (),
        "municipality": municipality,
        "switch": switch(request, "members.edit"),
        "history": members_history(municipality),
        "organisations": organisations() if municipality is None else (),
    }
    return render(request, "people/members.html", context)


def _invite(request: HttpRequest, form: InviteForm, municipality: Municipality | None) -> bool:
    data = form.cleaned_data
    try:
        invite_member(
            email=data["email"],
            role=Role(data["role"]),
            municipality=municipality,
            department=data.get("department"),
            organisation=data.get("organisation"),
            by=signed_in(request),
            language=data["language"],
            brand=brand_of(request).key,
        )
    except AlreadyMember:
        form.add_error("email", _("This person has this role here already."))
        return False
    messages.success(request, _("Added. We sent a mail to %(email)s.") % {"email": data["email"]})
    return True


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a membership."""
    membership = get_object_or_404(
        Membership.objects.select_related("user", "municipality", "department", "organisation"), pk=pk
    )
    require(request.user, "members.edit", membership.municipality_id)
    if membership.municipality_id is None or membership.role not in (Role.OFFICER, Role.COORDINATOR):
        require(request.user, "organisations.edit")
    try:
        end_membership(membership=membership, by=signed_in(request), brand=brand_of(request).key)
        messages.success(request, _("The membership has ended."))
    except LastAdministrator:
        messages.error(request, _("This is the last administrator. Add another one first."))
    return redirect(_address(membership.municipality))


def new_organisation(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    require(request.user, "organisations.edit")
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            create_organisation(names=form.names, website=form.cleaned_data["website"], by=signed_in(request))
        except NameTaken:
            form.add_error("name_sq", _("There is one with this name already."))
        else:
            messages.success(request, _("Added."))
            return redirect("people:members")
    return render(request, "people/organisation_new.html", {"form": form})


def _address(municipality: Municipality | None) -> str:
    query = f"?municipality={municipality.slug}" if municipality else ""
    return reverse("people:members") + query
