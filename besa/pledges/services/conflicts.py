"""Conflicts of interest are declared by the person, or by an editor who knows of one; they are never deleted."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from besa.people.models import Organisation, User
from besa.pledges.models import ConflictOfInterest, Mandate
from besa.pledges.services.acting import Refused, Stale, tell


def declare_conflict(
    *,
    user: User,
    organisation: Organisation,
    mandate: Mandate,
    kind: str,
    area: str = "",
    role: str = "monitor",
) -> ConflictOfInterest:
    """Say that somebody has an interest in the person whose pledges are judged; they may not judge them any more."""
    with transaction.atomic():
        conflict = ConflictOfInterest.objects.create(
            user=user,
            organisation=organisation,
            kind=kind,
            person=mandate.person,
            area=area,
            declared_at=timezone.now(),
        )
        tell("pledges.conflict_declared", mandate, role, kind=kind, about={"area": area} if area else None)
    return conflict


def end_conflict(*, conflict: ConflictOfInterest, mandate: Mandate, by: User, role: str = "editor") -> None:
    """Somebody else says that the interest is over; what was declared stays on record, and so does this.

    Raises Refused("own_conflict") for the person's own, Stale when it had ended.
    """
    if conflict.user_id == by.pk:
        raise Refused("own_conflict")
    with transaction.atomic():
        if not ConflictOfInterest.objects.filter(pk=conflict.pk, ended_at__isnull=True).update(
            ended_at=timezone.now()
        ):
            raise Stale
        tell("pledges.conflict_ended", mandate, role, kind=conflict.kind)
