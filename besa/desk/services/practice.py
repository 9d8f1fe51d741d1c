"""What the desk keeps of somebody who practised."""

from __future__ import annotations

from collections.abc import Sequence

from besa.desk.models import BulkAct, SavedView


def forget_desk_of(*, trainees: Sequence[int]) -> None:
    """Delete the views that were saved and the acts that were asked for in practice. Part of a greater deletion."""
    SavedView.objects.filter(owner__in=trainees, practice=True).delete()
    BulkAct.objects.filter(by__in=trainees, practice=True).delete()
