"""What the worker does regularly for the API."""

from __future__ import annotations

from besa.core.schedules import Regular

SCHEDULES = [
    Regular("api.keep_editions", "besa.api.services.editions.keep_editions", 1),
]
