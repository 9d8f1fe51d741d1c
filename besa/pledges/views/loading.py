"""What a page of the monitors is about, for who may see it: loaded and authorised in one call."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from besa.people.models import Role, User
from besa.people.permissions import require
from besa.people.views.scope import signed_in
from besa.pledges.models import Case, Mandate, Pledge, Programme, PublicBody, Round, Session, Vote
from besa.pledges.permissions import EDIT, MONITOR, require_for

_OF_MANDATE = ("person", "municipality", "party", "monitored_by", "post")


def mandate_for(request: HttpRequest, slug: str, action: str = MONITOR) -> tuple[Mandate, Role, User]:
    """A mandate, the role by which the person acts on it, and the person."""
    mandate = get_object_or_404(Mandate.objects.select_related(*_OF_MANDATE), slug=slug)
    return mandate, require_for(request.user, action, mandate), signed_in(request)


def pledge_for(request: HttpRequest, uid: str, action: str = MONITOR) -> tuple[Pledge, Role, User]:
    """A pledge, whatever its state."""
    rows = Pledge.objects.select_related("programme", "department", "baseline", *_through("mandate"))
    pledge = get_object_or_404(rows, uid=uid)
    return pledge, require_for(request.user, action, pledge.mandate), signed_in(request)


def programme_for(request: HttpRequest, pk: int) -> tuple[Programme, Role, User]:
    """A programme."""
    programme = get_object_or_404(
        Programme.objects.select_related("document", *_through("mandate")), pk=pk, document__isnull=False
    )
    return programme, require_for(request.user, MONITOR, programme.mandate), signed_in(request)


def round_for(request: HttpRequest, pk: int, action: str = MONITOR) -> tuple[Round, Role, User]:
    """A round."""
    round = get_object_or_404(Round.objects.select_related("organisation", *_through("mandate")), pk=pk)
    return round, require_for(request.user, action, round.mandate), signed_in(request)


def case_for(request: HttpRequest, pk: int) -> tuple[Case, Role, User]:
    """A pledge in a round."""
    rows = Case.objects.select_related(
        "criterion", "pledge__programme", *_through("round__mandate"), *_through("pledge__mandate")
    )
    case = get_object_or_404(rows, pk=pk)
    return case, require_for(request.user, MONITOR, case.round.mandate), signed_in(request)


def assembly_for(request: HttpRequest, slug: str, action: str = EDIT) -> tuple[PublicBody, Role, User]:
    """An assembly, the role by which the person writes it down, and the person."""
    rows = PublicBody.objects.filter(kind=PublicBody.Kind.ASSEMBLY, monitored_by__isnull=False)
    body = get_object_or_404(rows.select_related("municipality", "monitored_by"), slug=slug)
    return body, _role_for(request, action, body), signed_in(request)


def session_for(request: HttpRequest, pk: int) -> tuple[Session, Role, User]:
    """A session of an assembly."""
    rows = Session.objects.select_related("body__municipality", "body__monitored_by")
    session = get_object_or_404(rows, pk=pk)
    return session, _role_for(request, EDIT, session.body), signed_in(request)


def vote_for(request: HttpRequest, pk: int) -> tuple[Vote, Role, User]:
    """A decision of a session."""
    rows = Vote.objects.select_related("session__body__municipality", "session__body__monitored_by")
    vote = get_object_or_404(rows, pk=pk)
    return vote, _role_for(request, EDIT, vote.session.body), signed_in(request)


def _role_for(request: HttpRequest, action: str, body: PublicBody) -> Role:
    return require(request.user, action, organisation_id=body.monitored_by_id or 0)


def _through(path: str) -> list[str]:
    return [path, *(f"{path}__{name}" for name in _OF_MANDATE)]
