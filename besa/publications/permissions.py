"""Who may write and who may review: members of the organisation that publishes, and nobody else."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from besa.people.models import Role, User
from besa.people.permissions import require, standing_of
from besa.publications.models import Publication

REVIEW = "publications.review"
EDIT = "publications.edit"


def require_for(user: User | AnonymousUser, action: str, publication: Publication) -> Role:
    """The role by which the person acts on a publication; PermissionDenied where another organisation publishes."""
    return require(user, action, organisation_id=publication.organisation_id)


def may_edit(user: User | AnonymousUser, publication: Publication) -> bool:
    """Whether the person may write in it."""
    return standing_of(user).may(EDIT, organisation_id=publication.organisation_id)
