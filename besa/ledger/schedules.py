"""What the worker does regularly for the ledger."""

from __future__ import annotations

from besa.core.schedules import Regular

SCHEDULES = [Regular("ledger.seal", "besa.ledger.services.seal_entries", 1)]
