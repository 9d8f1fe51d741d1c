"""What reports keep of a person with an account: what they wrote and did as an official."""

from __future__ import annotations

from typing import Any

from besa.people.models import User
from besa.people.own_data import own_data
from besa.reports.models import Transition, Update


def _written(user: User) -> dict[str, Any]:
    return {
        "updates": [
            {"report": update.report_id, "at": update.created_at.isoformat(), "text": update.text}
            for update in Update.objects.filter(author=user).order_by("pk")
        ],
        "changes": [
            {"report": change.report_id, "at": change.at.isoformat(), "state": change.new}
            for change in Transition.objects.filter(actor=user).order_by("pk")
        ],
    }


own_data.register("reports", _written, rank=20)
