"""Put a backup in place of what is here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from besa.site.backups import BackupRefused, restore_backup


class Command(BaseCommand):
    help = "Restore a backup, open a new epoch of the ledger, and erase again what was erased since."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="give up the data that is here")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            done = restore_backup(file.absolute(), replace=replace)
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Restored the backup of {done.manifest.made_at}. The ledger goes on as {done.epoch.origin}."
        )
        if done.epoch.abandoned:
            size = done.epoch.abandoned.split("\n")[1]
            self.stdout.write(f"Its head of {size} entries was given up and stays public at /ledger/epochs.")
        self.stdout.write(f"{done.erased_again} erased subjects were checked and erased again where needed.")
        if done.mails_held_back:
            self.stdout.write(f"{done.mails_held_back} waiting mails were held back: see the outbox.")
