"""What the worker does for people regularly."""

from besa.core.schedules import Regular

SCHEDULES = [
    Regular("people.forget_ended", "besa.people.services.forgetting.forget_ended", 24 * 60),
]
