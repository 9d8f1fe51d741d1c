"""Who may word and order infographics, and bring findings of surveys: editors, for their own organisation."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from besa.people.models import Organisation, Role, User
from besa.people.permissions import require, standing_of

EDIT = "infographics.edit"


@dataclass(frozen=True)
class Desk:
    """An organisation for which somebody may act, and the role by which."""

    organisation: Organisation
    role: Role


def desk_of(user: User | AnonymousUser, wanted: str = "") -> Desk:
    """The organisation of that slug, or the first of the person's own; PermissionDenied without one."""
    own = standing_of(user).organisations_for(EDIT)
    found = next((one for one in own if one.slug == wanted), None) or next(iter(own), None)
    if found is None:
        raise PermissionDenied
    return Desk(found, require(user, EDIT, organisation_id=found.pk))
