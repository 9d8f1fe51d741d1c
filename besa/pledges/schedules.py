"""What the worker does regularly for pledges."""

from __future__ import annotations

from besa.core.schedules import Regular

SCHEDULES = [
    Regular("pledges.documents", "besa.pledges.services.documents.sweep_documents", 5),
    Regular("pledges.uploads", "besa.pledges.services.contributing.sweep_uploads", 360),
    Regular("pledges.replies", "besa.pledges.services.reminding.look_at_replies", 60),
]
