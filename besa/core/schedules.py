"""What the worker does regularly. An app lists its tasks in its own `schedules.py`, in the same form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Regular:
    """A task by its dotted path, and how often it runs."""

    name: str
    function: str
    minutes: int


SCHEDULES = [
    Regular("core.sweep", "besa.core.outbox.sweep", 1),
    Regular("core.statistics", "besa.core.planner.refresh_statistics", 24 * 60),
    Regular("core.retention", "besa.core.retention.apply_rules", 24 * 60),
]
