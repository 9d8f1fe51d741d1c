"""What the worker does regularly for publications."""

from __future__ import annotations

from besa.core.schedules import Regular

SCHEDULES = [
    Regular("publications.due", "besa.publications.services.publishing.publish_due", 1),
    Regular("publications.photos", "besa.publications.services.files.sweep_photos", 5),
    Regular(
        "publications.renditions", "besa.publications.services.renditions.forget_old_renditions", 24 * 60
    ),
]
