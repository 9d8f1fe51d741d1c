"""What a page of the monitors is about, for who may see it: loaded and authorised in one call."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from besa.people.models import Role, User
from besa.people.views.scope import signed_in
from besa.pledges.models import Case, Mandate, Pledge, Programme, Round
from besa.pledges.permissions import MONITOR, require_for

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


def _through(path: str) -> list[str]:
    return [path, *(f"{path}__{name}" for name in _OF_MANDATE)]
