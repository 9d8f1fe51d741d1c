"""When coordinators are alarmed, as they see and edit it."""

from __future__ import annotations

from besa.delivery.models import AlarmLimits
from besa.places.models import Municipality


def versions_of(municipality: Municipality, limit: int = 20) -> list[AlarmLimits]:
    """What a municipality has decided about alarms, the last first. One query."""
    found = AlarmLimits.objects.filter(municipality=municipality).select_related("by")
    return list(found.order_by("-pk")[:limit])
