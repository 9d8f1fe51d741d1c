"""What happened in insights."""

from __future__ import annotations

from dataclasses import dataclass

from besa.core.events import Event, event


@event("insights.edition_ordered")
@dataclass(frozen=True)
class EditionOrdered(Event):
    """Somebody asked for a set of files that is not there yet; the worker makes it."""

    edition: int
