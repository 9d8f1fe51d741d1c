"""Seal what waits, now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from besa.ledger.queries import latest_checkpoint
from besa.ledger.services import SealRefused, open_epoch, seal_entries


class Command(BaseCommand):
    help = "Give waiting ledger entries their place, sign the new head and print it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--open-epoch",
            action="store_true",
            help="first open a new epoch: only after the database was restored by other means than `restore`",
        )

    def handle(self, *args: Any, open_epoch: bool, **options: Any) -> None:
        if open_epoch:
            self._open_epoch()
        try:
            sealed = seal_entries()
        except SealRefused as error:
            raise CommandError(str(error)) from error
        self.stderr.write(f"{sealed} entries sealed")
        if checkpoint := latest_checkpoint():
            self.stdout.write(checkpoint.note, ending="")

    def _open_epoch(self) -> None:
        epoch = open_epoch(reason="administrator")
        self.stderr.write(f"opened epoch {epoch.number}: {epoch.origin}")
