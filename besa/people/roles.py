"""Names of roles, and to what a membership of each role belongs."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.people.models import Membership, Role

#: roles of a municipality, or of one department of it
MUNICIPAL = (Role.OFFICER, Role.COORDINATOR)
#: roles of an organisation
CIVIC = (Role.MONITOR, Role.EDITOR, Role.FACILITATOR, Role.TRAINER)
#: roles for the whole installation; a moderator may also be one municipality's
GENERAL = (Role.MODERATOR, Role.ADMINISTRATOR)

LABELS: dict[Role, Promise] = {
    Role.OFFICER: pgettext_lazy("role", "officer"),
    Role.COORDINATOR: pgettext_lazy("role", "coordinator"),
    Role.MONITOR: pgettext_lazy("role", "monitor"),
    Role.EDITOR: pgettext_lazy("role", "editor"),
    Role.FACILITATOR: pgettext_lazy("role", "facilitator"),
    Role.TRAINER: pgettext_lazy("role", "trainer"),
    Role.MODERATOR: pgettext_lazy("role", "moderator"),
    Role.ADMINISTRATOR: pgettext_lazy("role", "administrator"),
}


def label_of(role: str) -> str:
    """The role's name in the reader's language."""
    return str(LABELS[Role(role)])


def scope_of(membership: Membership) -> str:
    """Where the membership holds, in the reader's language: "Gjakova, Directorate of Services"."""
    if membership.department and membership.municipality:
        return f"{membership.municipality.name}, {membership.department.name}"
    owner = membership.municipality or membership.organisation
    return owner.name if owner else str(_("the whole installation"))
