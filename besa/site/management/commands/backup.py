"""Back the installation up, while it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from besa.site.backups import BackupRefused, make_backup


class Command(BaseCommand):
    help = "Write database, photos and the ledger's public files to one new file (.tar or .tar.gz), and check it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            made = make_backup(file.absolute())
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        rows = sum(made.counts.values())
        self.stdout.write(
            f"{file}: {len(made.counts)} tables, {rows} rows, {made.media_files} photo files, "
            f"{made.sealed} sealed ledger entries. Opened and checked."
        )
        self.stdout.write("The ledger's signing key is not in it: keep a copy of that apart.")
