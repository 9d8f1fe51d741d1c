"""Backup and restore: one file that holds the database, the photos and the public files of the ledger.

The ledger's signing key is not in it: whoever has a copy of a backup must not be able to sign. A restore
always opens a new epoch of the ledger, because what was signed after the backup is missing. The key for notifications
on phones is in it: browsers subscribed to that key, so with another one every subscriber would be lost, and it proves
nothing to anybody but their push services. A key that is set by BESA_PUSH_KEY is kept by whoever set it.
"""

from besa.site.backups.archive import BackupRefused, Manifest
from besa.site.backups.making import make_backup
from besa.site.backups.restoring import Restored, restore_backup

__all__ = ["BackupRefused", "Manifest", "Restored", "make_backup", "restore_backup"]
