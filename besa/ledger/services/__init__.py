"""Writing to the ledger."""

from besa.ledger.services.epochs import open_epoch
from besa.ledger.services.erasing import erase_payloads, erase_subject
from besa.ledger.services.recording import record
from besa.ledger.services.sealing import SealRefused, seal_entries

__all__ = ["SealRefused", "erase_payloads", "erase_subject", "open_epoch", "record", "seal_entries"]
