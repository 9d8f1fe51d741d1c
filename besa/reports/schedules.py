"""What the worker does regularly for reports."""

from __future__ import annotations

from besa.core.schedules import Regular

SCHEDULES = [
    Regular("reports.sweep_uploads", "besa.reports.services.photos.sweep_uploads", 60),
]
