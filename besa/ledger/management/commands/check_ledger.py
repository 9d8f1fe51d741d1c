"""Check every row of the ledger."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from besa.ledger.checks import faults
from besa.ledger.queries import sealed_size


class Command(BaseCommand):
    help = "Check every row of the ledger, also what no export shows; fails when anything is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for fault in faults():
            found += 1
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{found} faults")
        self.stdout.write(f"{sealed_size()} sealed entries: nothing is wrong")
