"""What pledges keep of somebody who signs in, for the person who asks for a copy."""

from __future__ import annotations

from typing import Any

from besa.people.models import User
from besa.people.own_data import own_data
from besa.pledges.contributions import kept_of
from besa.pledges.models import Coding, ConflictOfInterest


def _monitoring(user: User) -> dict[str, Any]:
    """Their own codings and declarations, what they sent on pledges, and nothing that another coder found."""
    codings = Coding.objects.filter(assignment__user=user).select_related("case__pledge", "case__round")
    return {
        "sent": [kept_of(one) for one in user.contributions.select_related("pledge")],
        "codings": [
            {
                "pledge": coding.case.pledge.uid,
                "round": coding.case.round.number,
                "status": coding.status,
                "reason": coding.reason,
                "at": coding.coded_at.isoformat(),
            }
            for coding in codings
        ],
        "conflicts": [
            {
                "kind": conflict.kind,
                "declared_at": conflict.declared_at.isoformat(),
                "ended_at": conflict.ended_at.isoformat() if conflict.ended_at else None,
            }
            for conflict in ConflictOfInterest.objects.filter(user=user)
        ],
    }


own_data.register("pledges", _monitoring, rank=60)
