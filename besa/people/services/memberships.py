"""A person gets a role, and loses it. The ledger says which role, where and when, never who."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from besa.core.links import absolute_url
from besa.core.services import queue_mail
from besa.ledger.services import record
from besa.people.models import Department, Membership, Organisation, Role, User
from besa.people.permissions import standing_of
from besa.people.roles import CIVIC, GENERAL, MUNICIPAL, label_of, scope_of
from besa.places.models import Municipality


class AlreadyMember(Exception):
    """The person has this role here now."""


class LastAdministrator(Exception):
    """Somebody must be left who can administer."""


@dataclass(frozen=True)
class _Scope:
    municipality: Municipality | None
    department: Department | None
    organisation: Organisation | None

    def check(self, role: Role) -> None:
        """ValueError unless a membership of the role can belong here."""
        fits = {
            MUNICIPAL: self.municipality and not self.organisation,
            CIVIC: self.organisation and not self.municipality,
            GENERAL: not self.organisation and (role is Role.MODERATOR or not self.municipality),
        }
        if not next(fit for roles, fit in fits.items() if role in roles):
            raise ValueError(f"a {role} cannot belong to {self}")
        if self.department and self.department.municipality_id != getattr(self.municipality, "pk", None):
            raise ValueError("the department is of another municipality")


def invite_member(
    *,
    email: str,
    role: Role,
    municipality: Municipality | None = None,
    department: Department | None = None,
    organisation: Organisation | None = None,
    by: User | None,
    language: str,
    brand: str,
) -> Membership:
    """Give a role to the person with this address, make their account when they have none, and tell them.

    The role holds at once; it takes a code sent to the address to use it. `language` is that of a new account.
    Raises AlreadyMember, and ValueError for a role that cannot belong there.
    """
    scope = _Scope(municipality, department, organisation)
    scope.check(role)
    with transaction.atomic():
        user = _user_with(email, language)
        membership = _start(user, role, scope)
        record(
            verb="people.membership_started",
            subject=f"membership:{membership.pk}",
            actor_role=_acting_role(by, municipality),
            municipality=municipality.slug if municipality else "",
            public=_public(membership),
        )
        _tell(membership, "invitation", brand)
    return membership


def end_membership(*, membership: Membership, by: User | None, brand: str) -> bool:
    """End a role now; False when it had ended already. Raises LastAdministrator for the last one."""
    with transaction.atomic():
        now = timezone.now()
        if membership.role == Role.ADMINISTRATOR:
            # Two administrators who end each other at once must not both succeed (PostgreSQL; SQLite waits anyway).
            list(_current().filter(role=Role.ADMINISTRATOR).order_by("pk").select_for_update())
        ended = _current().filter(pk=membership.pk).update(until=now)
        if not ended:
            return False
        if membership.role == Role.ADMINISTRATOR and not _current().filter(role=Role.ADMINISTRATOR).exists():
            raise LastAdministrator
        record(
            verb="people.membership_ended",
            subject=f"membership:{membership.pk}",
            actor_role=_acting_role(by, membership.municipality),
            municipality=membership.municipality.slug if membership.municipality else "",
            public=_public(membership),
        )
        _tell(membership, "membership_ended", brand)
    return True


def _current() -> Any:
    return Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=timezone.now()))


def _user_with(email: str, language: str) -> User:
    email = email.strip().lower()
    # One address belongs to one person, also while a change of address waits for its confirmation.
    known = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    user = known.user if known else User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, language=language)
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
    return user


def _start(user: User, role: Role, scope: _Scope) -> Membership:
    now = timezone.now()
    membership, made = Membership.objects.select_related(
        "municipality", "department", "organisation", "user"
    ).get_or_create(
        user=user,
        role=role,
        municipality=scope.municipality,
        department=scope.department,
        organisation=scope.organisation,
        defaults={"since": now},
    )
    if not made:
        again = Membership.objects.filter(pk=membership.pk, until__lte=now).update(since=now, until=None)
        if not again:
            raise AlreadyMember
    return membership


def _acting_role(by: User | None, municipality: Municipality | None) -> str:
    if by is None:
        return "system"
    role = standing_of(by).role_for("members.edit", municipality.pk if municipality else None)
    return role.value if role else "system"


def _public(membership: Membership) -> dict[str, Any]:
    public = {"role": membership.role}
    if membership.department:
        public["department"] = membership.department.slug
    if membership.organisation:
        public["organisation"] = membership.organisation.slug
    return public


def _tell(membership: Membership, template: str, brand: str) -> None:
    language = membership.user.language
    with translation.override(language):
        context = {
            "role": label_of(membership.role),
            "scope": scope_of(membership),
            "needs_second_factor": membership.role == Role.ADMINISTRATOR,
            "sign_in_address": absolute_url("account_login", language=language, brand=brand),
        }
    queue_mail(
        kind=f"people.{template}",
        subject_key=f"account:{membership.user.email}"[:80],
        recipient=membership.user.email,
        language=language,
        brand=brand,
        template=f"people/mail/{template}.txt",
        context=context,
    )
