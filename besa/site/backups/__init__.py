"""Backup and restore: one file that holds the database, the photos and the public files of the ledger.

The ledger's signing key is not in it: whoever has a copy of a backup must not be able to sign. A restore
always opens a new epoch of the ledger, because what was signed after the backup is missing.
"""

from besa.site.backups.archive import BackupRefused, Manifest
from besa.site.backups.making import make_backup
from besa.site.backups.restoring import Restored, restore_backup

__all__ = ["BackupRefused", "Manifest", "Restored", "make_backup", "restore_backup"]
