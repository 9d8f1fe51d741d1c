"""What the worker does regularly for Open311."""

from __future__ import annotations

from besa.core.schedules import Regular

SCHEDULES = [
    Regular("open311.ask_all", "besa.open311.services.polling.ask_all", 5),
    Regular("open311.sweep_pictures", "besa.open311.services.pictures.sweep_pictures", 5),
]
