"""What the worker does regularly for deliveries."""

from __future__ import annotations

from besa.core.schedules import Regular

SCHEDULES = [Regular("delivery.sweep", "besa.delivery.services.sending.sweep", 1)]
