"""People who follow something."""

from __future__ import annotations

from typing import Any

from besa.alerts.models import Subscription
from besa.alerts.scopes import Scope
from besa.alerts.services import subscriptions
from besa.alerts.services.subscriptions import Address, Wish
from besa.reports.models import Report


def follow(report: Report, email: str = "besa@example.com", **wish: Any) -> Subscription:
    """A confirmed follower of a report."""
    return follow_scope(Scope(report=report, municipality=report.municipality), email, **wish)


def follow_scope(
    scope: Scope, address: str = "besa@example.com", *, channel: str = "mail", **wish: Any
) -> Subscription:
    """A confirmed follower of anything."""
    keys = wish.pop("secrets", None)
    return subscriptions.follow(
        scope=scope,
        wish=Wish(**({"language": "en", "brand": "besa"} | wish)),
        to=Address(channel, address.lower(), secrets=keys, proven=True),
    )
