"""What the worker does regularly for alerts."""

from __future__ import annotations

from besa.core.schedules import Regular

SCHEDULES = [
    Regular("alerts.send_due", "besa.alerts.services.sending.send_due", 1),
    Regular("alerts.tell_of_lateness", "besa.alerts.services.lateness.tell_of_lateness", 10),
]
