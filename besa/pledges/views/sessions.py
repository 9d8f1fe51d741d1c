"""Editors write down a session: its documents, who was there, what was decided."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from besa.core.views.trying import succeeds
from besa.pledges.forms.assemblies import RollForm, SessionDocumentForm, VoteForm
from besa.pledges.models import Pledge, Session
from besa.pledges.queries.assemblies import (
    linkable_pledges,
    members_on,
    newest_count,
    newest_counts,
    newest_roll,
)
from besa.pledges.services.documents import keep_document, keep_web_page
from besa.pledges.services.sessions import add_session_document, record_roll
from besa.pledges.services.voting import add_vote, correct_vote
from besa.pledges.views.form_pages import form_page
from besa.pledges.views.loading import session_for, vote_for
from besa.pledges.views.monitoring import read_or_send


@never_cache
@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """What is written down of it, and what is missing."""
    found, _role, _user = session_for(request, pk)
    roll = newest_roll(found)
    context = {
        "session": found,
        "assembly": found.body,
        "members": members_on(found.body, found.held_on),
        "roll": roll,
        "present": sum(one.presence == "present" for one in roll.attendances.all()) if roll else 0,
        "counts": newest_counts([found]).values(),
        "documents": found.documents.all(),
    }
    return render(request, "pledges/session_desk.html", context)


@never_cache
@read_or_send
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive an agenda, minutes or a decision."""
    found, role, user = session_for(request, pk)
    form = SessionDocumentForm(request.POST or None, request.FILES or None)

    def act() -> None:
        file, url = form.cleaned_data["file"], form.cleaned_data["url"]
        kept = keep_document(file=file, by=user) if file else keep_web_page(url=url, by=user)
        add_session_document(session=found, document=kept, role=str(role))

    if request.method == "POST" and form.is_valid() and succeeds(form, act):
        return redirect("pledges:session_desk", pk)
    return form_page(
        request, form, _("Agenda, minutes or decision"), _("Keep the document"), assembly=found.body
    )


@never_cache
@read_or_send
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was there."""
    found, role, user = session_for(request, pk)
    before = newest_roll(found)
    known = {one.mandate_id: one.presence for one in before.attendances.all()} if before else {}
    members = members_on(found.body, found.held_on)
    form = RollForm(members, known, before.version if before else 0, request.POST or None)

    def act() -> None:
        record_roll(
            session=found,
            presences=form.presences,
            by=user,
            seen=form.cleaned_data["seen"],
            correcting=form.correcting,
            role=str(role),
        )

    if request.method == "POST" and form.is_valid() and succeeds(form, act):
        return redirect("pledges:session_desk", pk)
    return _by_member(request, found, form, "pledges/roll.html")


@never_cache
@read_or_send
def new_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision about pledges."""
    found, role, user = session_for(request, pk)
    form = VoteForm(members_on(found.body, found.held_on), _pledges(found), None, request.POST or None)
    form.initial["motion_language"] = get_language()

    def act() -> None:
        number = form.cleaned_data["number"]
        add_vote(session=found, number=number, outcome=form.outcome, by=user, role=str(role))

    if request.method == "POST" and form.is_valid() and succeeds(form, act):
        return redirect("pledges:session_desk", pk)
    return _by_member(request, found, form, "pledges/vote.html")


@never_cache
@read_or_send
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """More is known of a decision, or something was wrong."""
    found, role, user = vote_for(request, pk)
    session, count = found.session, newest_count(found)
    form = VoteForm(members_on(session.body, session.held_on), _pledges(session), count, request.POST or None)

    def act() -> None:
        correct_vote(
            vote=found,
            outcome=form.outcome,
            by=user,
            seen=form.cleaned_data["seen"],
            correcting=form.correcting,
            role=str(role),
        )

    if request.method == "POST" and form.is_valid() and succeeds(form, act):
        return redirect("pledges:session_desk", session.pk)
    return _by_member(request, session, form, "pledges/vote.html")


def _pledges(session: Session) -> list[Pledge]:
    return list(linkable_pledges(session.body))


def _by_member(
    request: HttpRequest, session: Session, form: RollForm | VoteForm, template: str
) -> HttpResponse:
    context = {"form": form, "session": session, "assembly": session.body}
    return render(request, template, context, status=422 if request.method == "POST" else 200)
