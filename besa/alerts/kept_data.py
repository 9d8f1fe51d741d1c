"""What alerts keep of a person with an account: what they follow."""

from __future__ import annotations

from typing import Any

from besa.alerts.models import Subscription
from besa.people.models import User
from besa.people.own_data import own_data


def _followed(user: User) -> list[dict[str, Any]]:
    followed = Subscription.objects.filter(subscriber__user=user).select_related("subscriber").order_by("pk")
    return [
        {
            "channel": one.subscriber.channel,
            "address": one.subscriber.address,
            "scope": one.scope,
            "frequency": one.frequency,
            "language": one.language,
            "since": one.created_at.isoformat(),
        }
        for one in followed
    ]


own_data.register("alerts", _followed, rank=30)
