"""What accounts themselves keep, for the person who asks for a copy."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession

from besa.people.browsers import browser_name
from besa.people.models import User
from besa.people.own_data import own_data
from besa.people.queries import second_factors_of


def _account(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "joined_at": user.joined_at.isoformat(),
        "last_login": user.last_login.isoformat() if user.last_login else None,
        "second_factors": second_factors_of(user),
        "sessions": [
            {
                "browser": browser_name(session.user_agent),
                "since": session.created_at.isoformat(),
                "last_used": session.last_seen_at.isoformat(),
            }
            for session in UserSession.objects.filter(user=user)
        ],
        "memberships": [
            {
                "role": held.role,
                "municipality": held.municipality.slug if held.municipality else None,
                "department": held.department.slug if held.department else None,
                "organisation": held.organisation.slug if held.organisation else None,
                "since": held.since.isoformat(),
                "until": held.until.isoformat() if held.until else None,
            }
            for held in user.memberships.select_related("municipality", "department", "organisation")
        ],
    }


own_data.register("account", _account, rank=10)
