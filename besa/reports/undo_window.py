"""What an official may take back with one press, and for how long."""

from __future__ import annotations

from datetime import timedelta

from besa.reports.models import Change

#: later one does the contrary, with a reason
UNDO_FOR = timedelta(minutes=15)
#: A merge is opened again; a split or a hand-over is undone by nobody alone.
UNDOABLE = frozenset(
    {Change.Kind.ASSIGNED, Change.Kind.PRIORITISED, Change.Kind.PLACED, Change.Kind.CATEGORISED}
)
