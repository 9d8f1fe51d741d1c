"""A person's own details, leaving for good, and the first administrator."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from besa.core.forgetting import Forgetting
from besa.core.models import OutgoingMail
from besa.core.registries import companions
from besa.ledger.services import record
from besa.people.models import Membership, Role, User
from besa.people.queries import current_memberships_of
from besa.people.services.memberships import end_membership, invite_member


def change_profile(*, user: User, name: str, language: str) -> None:
    """Change the name others see and the language of mails. Personal, so the ledger does not tell of it."""
    User.objects.filter(pk=user.pk).update(name=name, language=language)
    user.name, user.language = name, language


def create_administrator(*, email: str, language: str, brand: str) -> Membership:
    """Make the person with this address an administrator, from the command line. Raises AlreadyMember."""
    return invite_member(email=email, role=Role.ADMINISTRATOR, by=None, language=language, brand=brand)


def delete_account(*, user: User, brand: str) -> None:
    """End a person's roles and delete all that is known of them; what they said as officials stays, unnamed.

    Raises LastAdministrator for the last one: somebody must be able to let others in.
    """
    with transaction.atomic():
        for membership in current_memberships_of(user):
            end_membership(membership=membership, by=user, brand=brand)
        OutgoingMail.objects.filter(subject_key=f"account:{user.email}"[:80]).delete()
        keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
        Session.objects.filter(session_key__in=list(keys)).delete()
        record(
            verb="people.account_deleted",
            subject=f"account:{user.pk}",
            actor_role="person",
            municipality="",
            public={},
        )
        for _, forget in companions.all():
            forget(Forgetting(f"account:{user.pk}"))
        user.delete()
