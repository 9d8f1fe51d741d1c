"""What the worker does regularly for the figures."""

from __future__ import annotations

from besa.core.schedules import Regular

SCHEDULES = [
    Regular("insights.keep_facts", "besa.insights.services.keeping.keep_facts", 5),
    Regular("insights.forget_old_charts", "besa.insights.charts.keeping.forget_old", 24 * 60),
    Regular("insights.forget_old_editions", "besa.insights.services.editions.forget_old_editions", 24 * 60),
]
