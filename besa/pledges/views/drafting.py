"""A programme's pages, on which quotes are marked; a pledge, its test, its criterion and its evidence."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from besa.core.views.trying import act_and_tell, succeeds
from besa.people.models import User
from besa.pledges.areas import AREAS, area_choices
from besa.pledges.forms.pledges import CriterionForm, EvidenceForm, GateForm, NewCriterionForm, PledgeForm
from besa.pledges.models import DocumentPage, Evidence, Pledge, Programme
from besa.pledges.permissions import EDIT, MONITOR
from besa.pledges.queries.monitoring import usable_evidence
from besa.pledges.sentences import Sentence, sentences_of
from besa.pledges.services.acting import Refused
from besa.pledges.services.documents import keep_document, keep_web_page
from besa.pledges.services.drafting import (
    change_draft,
    draft_pledge,
    drop_draft,
    judge_testability,
    mark_quote,
    merge_pledges,
    set_criterion,
    split_pledge,
)
from besa.pledges.services.evidence import add_evidence, retract_evidence
from besa.pledges.services.freezing import publish_criterion
from besa.pledges.views.form_pages import form_page
from besa.pledges.views.loading import mandate_for, pledge_for, programme_for

_read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_read_or_send
def programme_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page of a programme: its picture, and its sentences to tick."""
    programme, _role, user = programme_for(request, pk)
    page = get_object_or_404(DocumentPage, document=programme.document, number=number)
    sentences = sentences_of(page.text)
    if request.method == "POST":
        mark = partial(_mark, request, programme, page, sentences, user)
        if act_and_tell(request, _("Marked. It waits among the drafts."), mark):
            return redirect("pledges:programme_page", pk, number)
    context = {
        "programme": programme,
        "mandate": programme.mandate,
        "page": page,
        "sentences": sentences,
        "marked": Pledge.objects.filter(programme=programme, page=number).exclude(state=Pledge.State.DROPPED),
        "areas": area_choices(),
        "pages": range(1, programme.document.pages_count + 1) if programme.document else (),
    }
    return render(request, "pledges/programme_page.html", context)


def _mark(
    request: HttpRequest, programme: Programme, page: DocumentPage, sentences: list[Sentence], user: User
) -> None:
    """From the first ticked sentence to the last, as a quote has no holes."""
    ticked = {int(text) for text in request.POST.getlist("sentence") if text.isdecimal() and len(text) < 6}
    chosen = [sentence for index, sentence in enumerate(sentences) if index in ticked]
    if not chosen:
        raise Refused("no_quote")
    area = request.POST.get("area", "")
    starts, ends = chosen[0].starts_at, chosen[-1].ends_at
    if area not in AREAS:
        raise Refused("no_area")
    mark_quote(programme=programme, page=page.number, starts_at=starts, ends_at=ends, area=area, by=user)


@never_cache
@_read_or_send
def new_pledge(request: HttpRequest, slug: str) -> HttpResponse:
    """A pledge that cannot be marked: on a photo or a scan, in a recording, in a speech."""
    mandate, _role, user = mandate_for(request, slug)
    asked = {name: request.GET.get(name, "") for name in ("programme", "page")}
    form = PledgeForm(mandate, None, request.POST or None, initial=asked)

    def act() -> None:
        draft_pledge(mandate=mandate, draft=form.draft, by=user)

    chosen = request.method == "POST" and not form.is_choosing
    if chosen and form.is_valid() and succeeds(form, act):
        return redirect("pledges:mandate_desk", slug)
    return form_page(request, form, _("New pledge"), _("Write it down"), mandate, sent=chosen)


@never_cache
@_read_or_send
def pledge(request: HttpRequest, uid: str) -> HttpResponse:
    """A pledge on the monitors' desk. Each of its forms posts to an address of its own."""
    found, role, _user = pledge_for(request, uid)
    form = PledgeForm(found.mandate, found, request.POST or None)

    def act() -> None:
        change_draft(pledge=found, draft=form.draft, seen=_seen(request, found))

    chosen = request.method == "POST" and not form.is_choosing
    if chosen and form.is_valid() and succeeds(form, act):
        messages.success(request, _("Saved."))
        return redirect("pledges:pledge_desk", uid)
    seen = "" if chosen else request.POST.get("seen", "")
    given = {"form": form, "may_edit": role == "editor", "seen": seen}
    return _pledge_page(request, found, given, sent=chosen)


@require_POST
def gate(request: HttpRequest, uid: str) -> HttpResponse:
    """Answer the questions of the test."""
    found, role, _user = pledge_for(request, uid)
    form = GateForm(request.POST)

    def act() -> None:
        judge_testability(pledge=found, answers=form.answers, note=form.cleaned_data["note"])

    if form.is_valid() and succeeds(form, act):
        messages.success(request, _("Saved."))
        return redirect("pledges:pledge_desk", uid)
    return _pledge_page(request, found, {"gate": form, "may_edit": role == "editor"}, sent=True)


@require_POST
def criterion(request: HttpRequest, uid: str) -> HttpResponse:
    """Write what it is judged by; for a frozen pledge a new version, which an editor publishes."""
    found, role, user = pledge_for(request, uid, EDIT if _is_frozen(uid) else MONITOR)
    form = (NewCriterionForm if found.is_frozen else CriterionForm)(request.POST)

    def act() -> None:
        if found.is_frozen:
            publish_criterion(pledge=found, by=user, role=str(role), **form.cleaned_data)
        else:
            set_criterion(pledge=found, by=user, **form.cleaned_data)

    if form.is_valid() and succeeds(form, act):
        messages.success(request, _("Saved."))
        return redirect("pledges:pledge_desk", uid)
    return _pledge_page(request, found, {"criterion_form": form, "may_edit": role == "editor"}, sent=True)


def _is_frozen(uid: str) -> bool:
    return Pledge.objects.filter(uid=uid, state=Pledge.State.FROZEN).exists()


@require_POST
def split(request: HttpRequest, uid: str) -> HttpResponse:
    """Make several of one."""
    found, _role, user = pledge_for(request, uid)
    parts = request.POST.get("parts", "").splitlines()
    done = act_and_tell(request, _("Split."), partial(split_pledge, pledge=found, parts=parts, by=user))
    return redirect(*(("pledges:mandate_desk", found.mandate.slug) if done else ("pledges:pledge_desk", uid)))


@require_POST
def merge(request: HttpRequest, uid: str) -> HttpResponse:
    """This one says the same as another."""
    found, _role, _user = pledge_for(request, uid)
    kept = get_object_or_404(Pledge, uid=request.POST.get("kept", "")[:10], mandate=found.mandate)
    act_and_tell(request, _("Merged."), partial(merge_pledges, kept=kept, duplicate=found))
    return redirect("pledges:mandate_desk", found.mandate.slug)


@require_POST
def drop(request: HttpRequest, uid: str) -> HttpResponse:
    """It is no pledge."""
    found, _role, _user = pledge_for(request, uid)
    act_and_tell(request, _("Dropped."), partial(drop_draft, pledge=found))
    return redirect("pledges:mandate_desk", found.mandate.slug)


@never_cache
@_read_or_send
def new_evidence(request: HttpRequest, uid: str) -> HttpResponse:
    """Add what was found."""
    found, role, user = pledge_for(request, uid)
    form = EvidenceForm(request.POST or None, request.FILES or None)

    def act() -> None:
        documents = [keep_document(file=file, by=user) for file in form.cleaned_data["documents"][:5]]
        documents += [keep_web_page(url=url, by=user) for url in form.cleaned_data["urls"]]
        add_evidence(pledge=found, draft=form.draft, documents=documents, by=user, role=str(role))

    if request.method == "POST" and form.is_valid() and succeeds(form, act):
        messages.success(request, _("Added. A rating can rest on it once it is archived."))
        return redirect("pledges:pledge_desk", uid)
    context = {
        "form": form,
        "heading": _("Add evidence"),
        "button": _("Add it"),
        "pledge": found,
        "mandate": found.mandate,
    }
    return render(request, "pledges/form.html", context, status=422 if form.is_bound else 200)


@require_POST
def retract(request: HttpRequest, uid: str, evidence: str) -> HttpResponse:
    """A piece of evidence is not what it seemed."""
    found, role, _user = pledge_for(request, uid)
    piece = get_object_or_404(Evidence, pledge=found, uid=evidence)
    because = request.POST.get("because", "")
    done = partial(retract_evidence, evidence=piece, because=because, role=str(role))
    act_and_tell(request, _("Retracted. Everybody sees why."), done)
    return redirect("pledges:pledge_desk", uid)


def _seen(request: HttpRequest, found: Pledge) -> datetime:
    try:
        return parse_datetime(request.POST.get("seen", "")) or found.created_at
    except ValueError:
        raise Http404 from None


def _pledge_page(
    request: HttpRequest, found: Pledge, given: dict[str, object], *, sent: bool
) -> HttpResponse:
    newest = found.criteria.order_by("-version").first()
    words = {"language": found.language} if newest is None else {
        "fulfilled_when": newest.fulfilled_when, "partly_when": newest.partly_when, "language": newest.language
    }  # fmt: skip
    answers = {key: "yes" if answer else "no" for key, answer in found.testability.items()}
    context = {
        "pledge": found,
        "mandate": found.mandate,
        "form": PledgeForm(found.mandate, found),
        "gate": GateForm(initial={**answers, "note": found.testability_note}),
        "criterion_form": (NewCriterionForm if found.is_frozen else CriterionForm)(initial=words),
        "criterion": newest,
        "evidence": usable_evidence(found),
        "ratings": found.ratings.order_by("-recorded_at"),
        **given,
    }
    return render(request, "pledges/pledge_desk.html", context, status=422 if sent else 200)
