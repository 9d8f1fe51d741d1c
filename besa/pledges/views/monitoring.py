"""The monitors' desk: what there is to do, mandates, programmes, conflicts."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from besa.core.registries import all_waiting_for
from besa.core.views.trying import act_and_tell, succeeds
from besa.people.permissions import standing_of
from besa.people.views.scope import signed_in
from besa.pledges.forms.mandates import (
    ConflictForm,
    DescribeForm,
    EndMandateForm,
    MandateForm,
    ProgrammeForm,
    known_of,
)
from besa.pledges.models import ConflictOfInterest, Document, Mandate
from besa.pledges.permissions import EDIT, MONITOR
from besa.pledges.queries.assemblies import assemblies_of
from besa.pledges.queries.monitoring import mandates_page, overview_of
from besa.pledges.services import conflicts
from besa.pledges.services.documents import keep_document, keep_web_page
from besa.pledges.services.freezing import freeze_list
from besa.pledges.services.mandates import (
    Term,
    add_mandate,
    describe_holder,
    end_mandate,
    say_no_programme,
)
from besa.pledges.services.programmes import ProgrammeFacts, add_programme
from besa.pledges.views.form_pages import form_page
from besa.pledges.views.loading import mandate_for

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What the person has to do, and the mandates of their organisations."""
    standing = standing_of(request.user)
    context = {
        "waiting": all_waiting_for(signed_in(request)),
        "mandates": mandates_page(standing.organisations_for(MONITOR), request.GET.get("page", "1")),
        "assemblies": assemblies_of(standing.organisations_for(EDIT)),
        "may_edit": standing.may(EDIT),
    }
    return render(request, "pledges/desk.html", context)


@never_cache
@read_or_send
def new_mandate(request: HttpRequest) -> HttpResponse:
    """Somebody took office."""
    organisations = standing_of(request.user).organisations_for(EDIT)
    if not organisations:
        raise PermissionDenied
    form = MandateForm(organisations, request.POST or None)
    if request.method == "POST" and form.is_valid() and succeeds(form, partial(_add, form)):
        return redirect("pledges:desk")
    return form_page(request, form, _("New mandate"), _("Add the mandate"))


def _add(form: MandateForm) -> Mandate:
    values = form.cleaned_data
    term = Term(values["starts"], values["term_ends"], values["origin"], values["source"])
    return add_mandate(
        name=values["name"],
        municipality=values["municipality"],
        term=term,
        organisation=values["organisation"],
        gender=values["gender"],
        party=values["party"],
    )


@never_cache
@require_safe
def mandate(request: HttpRequest, slug: str) -> HttpResponse:
    """Programmes, drafts, the frozen list, rounds."""
    found, role, _user = mandate_for(request, slug)
    context = {"overview": overview_of(found), "mandate": found, "may_edit": role == "editor"}
    return render(request, "pledges/mandate_desk.html", context)


@never_cache
@read_or_send
def describe(request: HttpRequest, slug: str) -> HttpResponse:
    """A name was misspelt, a party or a source was missing."""
    found, role, _user = mandate_for(request, slug, EDIT)
    form = DescribeForm(request.POST or None, initial=known_of(found))

    def act() -> None:
        source = form.cleaned_data["source"]
        describe_holder(mandate=found, holder=form.holder, source=source, role=str(role))

    if request.method == "POST" and form.is_valid() and succeeds(form, act):
        return redirect("pledges:mandate_desk", slug)
    return form_page(request, form, _("Who holds the office"), _("Save"), found)


@never_cache
@read_or_send
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody left office."""
    found, role, _user = mandate_for(request, slug, EDIT)
    form = EndMandateForm(request.POST or None)

    def act() -> None:
        values = form.cleaned_data
        end_mandate(mandate=found, on=values["ends"], ending=values["ending"], role=str(role))

    if request.method == "POST" and form.is_valid() and succeeds(form, act):
        return redirect("pledges:mandate_desk", slug)
    return form_page(request, form, _("End of the mandate"), _("Save"), found)


@require_POST
def no_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """None was published."""
    found, role, _user = mandate_for(request, slug, EDIT)
    act_and_tell(request, _("Saved."), partial(say_no_programme, mandate=found, role=str(role)))
    return redirect("pledges:mandate_desk", slug)


@never_cache
@read_or_send
def new_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Archive a programme."""
    found, role, user = mandate_for(request, slug)
    form = ProgrammeForm(request.POST or None, request.FILES or None)

    def act() -> None:
        values = form.cleaned_data
        facts = ProgrammeFacts(values["title"], values["language"], values["url"], values["published_on"])
        add_programme(mandate=found, facts=facts, document=kept(), by=user, role=str(role))

    def kept() -> Document | None:
        if form.cleaned_data["file"]:
            return keep_document(file=form.cleaned_data["file"], by=user)
        return (
            None if form.cleaned_data["recording"] else keep_web_page(url=form.cleaned_data["url"], by=user)
        )

    if request.method == "POST" and form.is_valid() and succeeds(form, act):
        return redirect("pledges:mandate_desk", slug)
    return form_page(request, form, _("Add a programme"), _("Keep the programme"), found)


@never_cache
@read_or_send
def conflict(request: HttpRequest, slug: str) -> HttpResponse:
    """The person may not judge here."""
    found, role, user = mandate_for(request, slug)
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and found.monitored_by:
        conflicts.declare_conflict(
            user=user,
            organisation=found.monitored_by,
            mandate=found,
            kind=form.cleaned_data["kind"],
            area=form.cleaned_data["area"],
            role=str(role),
        )
        return redirect("pledges:mandate_desk", slug)
    return form_page(request, form, _("Declare a conflict of interest"), _("Declare it"), found)


@require_POST
def end_conflict(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The interest of somebody else is over."""
    found, role, user = mandate_for(request, slug, EDIT)
    declared = get_object_or_404(
        ConflictOfInterest, pk=pk, person=found.person_id, organisation=found.monitored_by
    )
    act = partial(conflicts.end_conflict, conflict=declared, mandate=found, by=user, role=str(role))
    act_and_tell(request, _("Saved."), act)
    return redirect("pledges:mandate_desk", slug)


@require_POST
def freeze(request: HttpRequest, slug: str) -> HttpResponse:
    """Freeze all drafts."""
    found, role, user = mandate_for(request, slug, EDIT)
    done = _("The list is frozen, and its criteria are public.")
    act_and_tell(request, done, partial(freeze_list, mandate=found, by=user, role=str(role)))
    return redirect("pledges:mandate_desk", slug)
