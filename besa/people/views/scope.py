"""For which municipality a desk page is, from `?municipality=slug` and what the person may do."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from besa.people.models import User
from besa.people.permissions import EVERYWHERE, require, standing_of
from besa.places.models import Municipality


@dataclass(frozen=True)
class Switch:
    """What else the person may choose; `general` adds "the whole installation"."""

    municipalities: list[Municipality]
    general: bool

    def __bool__(self) -> bool:
        return len(self.municipalities) + self.general > 1


def signed_in(request: HttpRequest) -> User:
    """The person; PermissionDenied for nobody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def chosen_municipality(request: HttpRequest, action: str) -> Municipality | None:
    """The municipality of the address, else the person's own; None for who may act everywhere.

    PermissionDenied when the person may not do the action there, Http404 for an unknown one.
    """
    slug = request.GET.get("municipality", "")
    if slug:
        municipality = get_object_or_404(Municipality, slug=slug)
        require(request.user, action, municipality.pk)
        return municipality
    role = require(request.user, action)
    if _everywhere(request, action):
        return None
    own = standing_of(request.user).municipalities_for(action)
    if not own:
        raise PermissionDenied(role)
    return own[0]


def switch(request: HttpRequest, action: str) -> Switch:
    """The municipalities among which the person may change."""
    if _everywhere(request, action):
        return Switch(list(Municipality.objects.filter(active=True)), general=True)
    return Switch(standing_of(request.user).municipalities_for(action), general=False)


def _everywhere(request: HttpRequest, action: str) -> bool:
    standing = standing_of(request.user)
    return any(
        held.municipality_id is None and held.role in EVERYWHERE and standing.may(action)
        for held in standing.memberships
    )
