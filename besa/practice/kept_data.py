"""What practice keeps of a person: a copy for them, and what goes with their account."""

from __future__ import annotations

from typing import Any

from besa.core.registries import companions
from besa.people.models import User
from besa.people.own_data import own_data
from besa.practice.queries.progress import progress_of
from besa.practice.services.courses import forget_account


def _practice(user: User) -> dict[str, Any]:
    progress = progress_of(user)
    return {
        "begun_at": progress.begun_at.isoformat() if progress.begun_at else None,
        "last_practised": progress.active_at.isoformat() if progress.active_at else None,
        "round": progress.round,
        "exercises": [
            {
                "exercise": one.key,
                "attempts": one.attempts,
                "done_at": one.done_at.isoformat() if one.done_at else None,
                "first_done_at": one.first_done_at.isoformat() if one.first_done_at else None,
            }
            for one in progress.exercises
            if one.attempts or one.first_done_at
        ],
    }


own_data.register("practice", _practice, rank=60)
companions.register("practice", forget_account)
