"""The monitors' inbox: what citizens sent on the pledges of their organisation, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from besa.core.views.trying import succeeds
from besa.people.models import Role, User
from besa.people.permissions import standing_of
from besa.people.views.scope import signed_in
from besa.pledges.contributions import REFUSALS, STATES
from besa.pledges.forms.inbox import AcceptForm, AskForm, RefuseForm
from besa.pledges.models import Contribution
from besa.pledges.permissions import MONITOR, require_for
from besa.pledges.queries.contributions import decided_of, inbox_of, seen_contribution
from besa.pledges.services.deciding import accept_contribution, ask_sender, refuse_contribution


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits, and what was decided last."""
    own = standing_of(request.user).organisations_for(MONITOR)
    context = {"waiting": inbox_of(own), "decided": decided_of(own), "states": STATES}
    return render(request, "pledges/inbox.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inbox_item(request: HttpRequest, uid: str) -> HttpResponse:
    """One of them: accept it, ask its sender, or refuse it."""
    found, role, user = _contribution_for(request, uid)
    sent = _sent(request, found)
    if sent is not None and sent[1].is_valid() and succeeds(sent[1], _act(found, *sent, user, str(role))):
        messages.success(request, _DONE[sent[0]]())
        return redirect("pledges:inbox")
    context: dict[str, Any] = {
        "contribution": found,
        "pledge": found.pledge,
        "mandate": found.pledge.mandate,
        "state": STATES[found.state],
        "refusal": REFUSALS.get(found.refusal, ""),
        "accept": AcceptForm(found),
        "ask": AskForm(),
        "refuse": RefuseForm(),
    }
    if sent is not None:
        context |= {sent[0]: sent[1]}
    return render(request, "pledges/inbox_item.html", context, status=422 if sent else 200)


_DONE: dict[str, Callable[[], str]] = {
    "accept": lambda: _("Accepted. It is evidence now, and changes no rating by itself."),
    "ask": lambda: _("Asked. It waits for the sender's answer."),
    "refuse": lambda: _("Refused. The sender reads why."),
}


def _contribution_for(request: HttpRequest, uid: str) -> tuple[Contribution, Role, User]:
    """One that the person's organisation has to decide on."""
    found = seen_contribution(uid)
    if found is None:
        raise Http404
    return found, require_for(request.user, MONITOR, found.pledge.mandate), signed_in(request)


def _sent(request: HttpRequest, found: Contribution) -> tuple[str, forms.Form] | None:
    """The form that was sent, by its name."""
    if request.method != "POST":
        return None
    action = request.POST.get("action", "")
    if action == "accept":
        return action, AcceptForm(found, request.POST)
    kind = {"ask": AskForm, "refuse": RefuseForm}.get(action)
    if kind is None:
        raise Http404
    return action, kind(request.POST)


def _act(found: Contribution, action: str, form: forms.Form, user: User, role: str) -> Callable[[], object]:
    values = form.cleaned_data
    if isinstance(form, AcceptForm):
        return partial(
            accept_contribution,
            contribution=found,
            draft=form.draft,
            documents=values["documents"],
            criterion=values["criterion"],
            by=user,
            role=role,
        )
    if action == "ask":
        return partial(ask_sender, contribution=found, text=values["text"], by=user, role=role)
    return partial(refuse_contribution, contribution=found, reason=values["reason"], by=user, role=role)
