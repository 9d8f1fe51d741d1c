"""What the worker does regularly for the desk."""

from __future__ import annotations

from besa.core.schedules import Regular

SCHEDULES = [
    Regular("desk.sweep_bulk_acts", "besa.desk.services.bulk.sweep_bulk_acts", 1),
]
