"""What the worker does regularly for deliveries."""

from __future__ import annotations

from besa.core.schedules import Regular

SCHEDULES = [
    Regular("delivery.sweep", "besa.delivery.services.sending.sweep", 1),
    Regular("delivery.incoming", "besa.delivery.services.receiving.sweep", 1),
    Regular("delivery.alarms", "besa.delivery.services.alarms.raise_alarms", 10),
]
