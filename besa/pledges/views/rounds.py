"""Rounds: opened, coded blind, decided, sent to the office, approved by a second person, published, corrected."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from besa.core.brands import brand_of
from besa.core.views.trying import act_and_tell, succeeds
from besa.people.models import User
from besa.places.calendar import today_in
from besa.pledges.forms.rounds import (
    CAUSES,
    KINDS_OF_CORRECTION,
    AdjudicationForm,
    CodeAgainForm,
    CorrectionForm,
    LetterForm,
    RoundForm,
    VerdictForm,
)
from besa.pledges.models import Assignment, Case, CorrectionDraft, Rating, Round
from besa.pledges.permissions import EDIT
from besa.pledges.queries.blind import cases_seen_by, codings_seen_by, own_task, progress_of, verdict_seen
from besa.pledges.queries.monitoring import monitors_of, usable_evidence
from besa.pledges.queries.reliability import reliability_of
from besa.pledges.queries.replies import general_replies
from besa.pledges.services.coding import adjudicate_case, code_case, revise_verdict
from besa.pledges.services.correcting import approve_correction, propose_correction, refuse_correction
from besa.pledges.services.publishing import approve_round, publish_round, return_round
from besa.pledges.services.replying import Letter, send_for_reply
from besa.pledges.services.rounds import code_again, open_round
from besa.pledges.statuses import STATUSES, Status
from besa.pledges.views.form_pages import form_page
from besa.pledges.views.loading import case_for, mandate_for, pledge_for, round_for

_read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_read_or_send
def new_round(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a round with its team."""
    mandate, role, user = mandate_for(request, slug, EDIT)
    monitors = monitors_of(mandate.monitored_by, mandate) if mandate.monitored_by else []
    form = RoundForm(monitors, request.POST or None, initial={"as_of": today_in(mandate.municipality)})

    def act() -> None:
        as_of = form.cleaned_data["as_of"]
        staffing = form.staffing(mandate)
        open_round(mandate=mandate, as_of=as_of, staffing=staffing, by=user, role=str(role))

    if request.method == "POST" and form.is_valid() and succeeds(form, act):
        return redirect("pledges:mandate_desk", slug)
    return form_page(request, form, _("New round"), _("Open the round"), mandate)


@never_cache
@require_safe
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a round is, and what comes next."""
    found, role, user = round_for(request, pk)
    return _round_page(request, found, user, may_edit=role == "editor")


def _round_page(request: HttpRequest, found: Round, user: User, **given: Any) -> HttpResponse:
    coding = found.state == Round.State.CODING
    monitors = monitors_of(found.organisation, found.mandate)
    asked = getattr(found, "reply_request", None)
    context = {
        "round": found,
        "mandate": found.mandate,
        "progress": progress_of(found),
        "rows": _rows(found, user),
        "agreement": None if coding else reliability_of(found),
        "causes": CAUSES,
        "letter": LetterForm(),
        "again": CodeAgainForm(monitors),
        "asked": asked,
        "general": general_replies(asked) if asked else [],
        "judged": Assignment.objects.filter(case__round=found, user=user).exists(),
        **given,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "pledges/round.html", context, status=status)


def _rows(found: Round, user: User) -> list[dict[str, Any]]:
    return [
        {
            "case": seen.case,
            "facts": STATUSES[Status(seen.verdict.status)] if seen.verdict else None,
            "task": seen.task,
        }
        for seen in cases_seen_by(found, user)
    ]


@never_cache
@_read_or_send
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Code a pledge alone, decide between two codings, or decide anew after the reply."""
    found, role, user = case_for(request, pk)
    task = own_task(found, user) or _revision(found, user)
    evidence = usable_evidence(found.pledge)
    form = _form_for(task, evidence, request, found)

    if (
        request.method == "POST"
        and form is not None
        and form.is_valid()
        and succeeds(form, lambda: _decide(task, form, found, user, str(role)))
    ):
        messages.success(request, _("Kept. It cannot be changed."))
        return redirect("pledges:round", found.round_id)
    context = {"task": task, "form": form, "evidence": evidence, **_case_context(found, user)}
    return render(request, "pledges/case.html", context, status=422 if request.method == "POST" else 200)


def _case_context(found: Case, user: User) -> dict[str, Any]:
    """What everybody who monitors may read of a case now."""
    return {
        "case": found,
        "pledge": found.pledge,
        "mandate": found.round.mandate,
        "codings": codings_seen_by(found, user),
        "verdict": verdict_seen(found),
        "causes": CAUSES,
        "replies": found.replies.prefetch_related("documents"),
    }


_FORMS = {"code": VerdictForm, "adjudicate": AdjudicationForm, "revise": VerdictForm}


def _form_for(task: str, evidence: list[Any], request: HttpRequest, found: Case) -> VerdictForm | None:
    if task not in _FORMS:
        return None
    language = {"language": found.pledge.language}
    return _FORMS[task](evidence, request.POST or None, initial=language)


def _decide(task: str, form: VerdictForm, case: Case, by: User, role: str) -> None:
    if isinstance(form, AdjudicationForm):
        cause = form.cleaned_data["cause"]
        adjudicate_case(case=case, verdict=form.verdict, by=by, role=role, cause=cause)
    elif task == "revise":
        revise_verdict(case=case, verdict=form.verdict, by=by, role=role)
    else:
        code_case(case=case, verdict=form.verdict, by=by, role=role)


def _revision(found: Case, user: User) -> str:
    """The adjudicator may decide anew once the office has answered."""
    decides = found.assignments.filter(user=user, task=Assignment.Task.ADJUDICATE, wave=found.round.wave)
    return "revise" if found.round.state == Round.State.ANSWERED and decides.exists() else ""


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the drafts to the mayor's office."""
    found, role, user = round_for(request, pk, EDIT)
    form = LetterForm(request.POST)

    def act() -> None:
        values = form.cleaned_data
        brand = brand_of(request).key
        letter = Letter(values["email"], values["language"], brand)
        send_for_reply(round=found, letter=letter, by=user, role=str(role))

    if form.is_valid() and succeeds(form, act):
        messages.success(request, _("Sent. The page of the round says by when the office may reply."))
        return redirect("pledges:round", pk)
    return _round_page(request, found, user, may_edit=True, letter=form)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Code the round again."""
    found, role, user = round_for(request, pk, EDIT)
    form = CodeAgainForm(monitors_of(found.organisation, found.mandate), request.POST)

    def act() -> None:
        because = form.cleaned_data["because"]
        code_again(round=found, staffing=form.staffing(found.mandate), because=because, role=str(role))

    if form.is_valid() and succeeds(form, act):
        return redirect("pledges:round", pk)
    return _round_page(request, found, user, may_edit=True, again=form)


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person says yes."""
    found, role, user = round_for(request, pk, EDIT)
    act_and_tell(request, _("Approved."), partial(approve_round, round=found, by=user, role=str(role)))
    return redirect("pledges:round", pk)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the approval back."""
    found, role, _user = round_for(request, pk, EDIT)
    act_and_tell(request, _("Sent back."), partial(return_round, round=found, role=str(role)))
    return redirect("pledges:round", pk)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it public."""
    found, role, user = round_for(request, pk, EDIT)
    done = _("Published. Each rating is in the public ledger.")
    act_and_tell(request, done, partial(publish_round, round=found, by=user, role=str(role)))
    return redirect("pledges:round", pk)


@never_cache
@_read_or_send
def new_correction(request: HttpRequest, uid: str, rating: int) -> HttpResponse:
    """Propose that a published rating was wrong."""
    pledge, _role, user = pledge_for(request, uid)
    wrong = get_object_or_404(Rating.objects.select_related("criterion"), pk=rating, pledge=pledge)
    initial = {
        "status": wrong.new,
        "flags": wrong.flags,
        "language": wrong.language,
        "effective_on": wrong.effective_on,
    }
    form = CorrectionForm(usable_evidence(pledge), request.POST or None, initial=initial)

    def act() -> None:
        propose_correction(rating=wrong, kind=form.cleaned_data["kind"], verdict=form.verdict, by=user)

    if request.method == "POST" and form.is_valid() and succeeds(form, act):
        messages.success(request, _("Proposed. A second person has to approve it."))
        return redirect("pledges:mandate_desk", pledge.mandate.slug)
    return form_page(request, form, _("Correct a rating"), _("Propose it"), pledge.mandate, pledge)


@never_cache
@_read_or_send
def correction(request: HttpRequest, uid: str, draft: int) -> HttpResponse:
    """Approve or refuse a proposed correction."""
    pledge, role, user = pledge_for(request, uid, EDIT)
    found = get_object_or_404(
        CorrectionDraft.objects.select_related("corrects"), pk=draft, corrects__pledge=pledge
    )
    if request.method == "POST" and "approve" in request.POST:
        act = partial(approve_correction, draft=found, by=user, role=str(role))
        act_and_tell(request, _("Corrected. The old rating stays readable."), act)
    elif request.method == "POST":
        act_and_tell(
            request, _("The rating stays as it is."), partial(refuse_correction, draft=found, by=user)
        )
    if request.method == "POST":
        return redirect("pledges:mandate_desk", pledge.mandate.slug)
    shown = {"old": STATUSES[Status(found.corrects.new)], "new": STATUSES[Status(found.status)]}
    context = {
        "draft": found,
        "pledge": pledge,
        "mandate": pledge.mandate,
        "causes": KINDS_OF_CORRECTION,
        **shown,
    }
    return render(request, "pledges/correction.html", context)
