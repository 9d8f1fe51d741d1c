"""What the worker does regularly for reports."""

from __future__ import annotations

from besa.core.schedules import Regular

SCHEDULES = [
    Regular("reports.end_pauses", "besa.reports.services.pausing.end_pauses", 5),
    Regular("reports.add_up_day_counts", "besa.reports.services.day_counts.add_up_day_counts", 5),
    Regular("reports.remind_of_pauses", "besa.reports.services.pausing.remind_of_pauses", 30),
    Regular("reports.remind", "besa.reports.services.escalation.remind", 10),
    Regular("reports.ask_again", "besa.reports.services.asking_again.ask_again", 60),
    Regular("reports.sweep_uploads", "besa.reports.services.photos.sweep_uploads", 60),
]
