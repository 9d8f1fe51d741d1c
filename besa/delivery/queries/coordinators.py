"""Who is told when deliveries fail."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from besa.people.models import Role, User
from besa.places.models import Municipality


def coordinators_of(municipality: Municipality) -> list[User]:
    """The municipality's coordinators of today."""
    now = timezone.now()
    current = Q(memberships__until__isnull=True) | Q(memberships__until__gt=now)
    return list(
        User.objects.filter(
            current,
            memberships__role=Role.COORDINATOR,
            memberships__municipality=municipality,
            memberships__since__lte=now,
            is_active=True,
        )
        .distinct()
        .order_by("email")
    )
