"""What the worker does for the ledger by the clock: name, dotted path, minutes between two runs."""

SCHEDULES = [("seal the ledger", "besa.ledger.services.seal_entries", 1)]
