"""Who may monitor what: members of the organisation that monitors a mandate, and whether they may judge it."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from besa.people.models import Membership, Organisation, Role, User
from besa.people.permissions import require
from besa.pledges.models import ConflictOfInterest, Mandate

MONITOR = "pledges.monitor"
EDIT = "pledges.edit"


def require_for(user: User | AnonymousUser, action: str, mandate: Mandate) -> Role:
    """The role by which the person may act on a mandate; PermissionDenied where another organisation monitors it."""
    return require(user, action, organisation_id=mandate.monitored_by_id or 0)


def may_judge(user: User, organisation: Organisation) -> bool:
    """Whether somebody monitors for the organisation now."""
    now = timezone.now()
    return (
        Membership.objects.filter(
            user=user, organisation=organisation, role__in=(Role.MONITOR, Role.EDITOR), since__lte=now
        )
        .filter(Q(until__isnull=True) | Q(until__gt=now))
        .exists()
    )


#: no policy area has this key: whoever has a conflict even there has one about all of a mandate
NOWHERE = "-"


def has_conflict(user: User, mandate: Mandate, area: str = "") -> bool:
    """Whether the person has declared a conflict of interest that stands, about this mandate and policy area."""
    subject = Q(person=mandate.person_id) | Q(municipality=mandate.municipality_id)
    if mandate.party_id:
        subject |= Q(party=mandate.party_id)
    declared = ConflictOfInterest.objects.filter(subject, user=user, ended_at__isnull=True)
    return declared.filter(Q(area="") | Q(area=area)).exists() if area else declared.exists()
