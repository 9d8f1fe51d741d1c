"""Reads about people."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from besa.people.models import Department, Membership, Organisation, User
from besa.places.models import Municipality


def members_of(municipality: Municipality | None) -> QuerySet[Membership]:
    """Current memberships of a municipality; of None, those of organisations and of the whole installation."""
    now = timezone.now()
    return (
        Membership.objects.filter(municipality=municipality, since__lte=now)
        .filter(Q(until__isnull=True) | Q(until__gt=now))
        .select_related("user", "municipality", "department", "organisation")
        .order_by("role", "user__name", "user__email")
    )


def current_memberships_of(user: User) -> QuerySet[Membership]:
    """The roles that a person holds now, or will."""
    held = Membership.objects.filter(user=user).filter(Q(until__isnull=True) | Q(until__gt=timezone.now()))
    return held.select_related("user", "municipality", "department", "organisation").order_by("pk")


def departments_of(municipality: Municipality) -> QuerySet[Department]:
    """The departments of a municipality, each with `members`, the number of its current memberships."""
    current = Q(memberships__until__isnull=True) | Q(memberships__until__gt=timezone.now())
    return (
        Department.objects.filter(municipality=municipality)
        .select_related("municipality")
        .annotate(members=Count("memberships", filter=current & Q(memberships__isnull=False)))
        .order_by("slug")
    )


def department_choices(municipality: Municipality) -> list[Department]:
    """The departments of a municipality, to choose one."""
    return list(Department.objects.filter(municipality=municipality))


def organisations() -> QuerySet[Organisation]:
    """All organisations by slug."""
    return Organisation.objects.order_by("slug")


def second_factors_of(user: User) -> dict[str, int]:
    """How many authenticators of each type ("totp", "webauthn", "recovery_codes") a person has."""
    types = Authenticator.objects.filter(user=user).values_list("type").annotate(Count("pk"))
    return dict(types.order_by("type"))


def session_count_of(user: User) -> int:
    """How many sessions of a person are listed, this one included."""
    count: int = UserSession.objects.filter(user=user).count()
    return count
