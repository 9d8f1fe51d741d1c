"""A person's own details, and the first administrator."""

from __future__ import annotations

from besa.people.models import Membership, Role, User
from besa.people.services.memberships import invite_member


def change_profile(*, user: User, name: str, language: str) -> None:
    """Change the name others see and the language of mails. Personal, so the ledger does not tell of it."""
    User.objects.filter(pk=user.pk).update(name=name, language=language)
    user.name, user.language = name, language


def create_administrator(*, email: str, language: str, brand: str) -> Membership:
    """Make the person with this address an administrator, from the command line. Raises AlreadyMember."""
    return invite_member(email=email, role=Role.ADMINISTRATOR, by=None, language=language, brand=brand)
