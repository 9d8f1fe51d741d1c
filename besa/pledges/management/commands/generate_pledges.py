"""Makes mandates, pledges and evidence for benchmarks: the same seed makes the same. Refuses where mandates are."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from besa.places.models import Municipality
from besa.pledges.models import Mandate
from besa.pledges.services.synthetic import generate_pledges


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("n", type=int)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--evidence", type=int, default=10, help="pieces for each pledge, on average")

    def handle(self, *args: Any, n: int, seed: int, evidence: int, **options: Any) -> None:
        if n < 1 or evidence < 1:
            raise CommandError(
                "Say how many pledges to make, and with how many pieces of evidence: at least 1."
            )
        if not Municipality.objects.exists():
            raise CommandError("There are no municipalities yet: run bin/manage prepare --no-demo first.")
        if Mandate.objects.exists():
            raise CommandError("There are mandates here already: made-up ones must not stand beside them.")
        started = time.monotonic()
        done = 0
        for made in generate_pledges(n=n, seed=seed, evidence=evidence):
            done += made
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{done:>9} of {n}  {done / (time.monotonic() - started):7.0f} pledges/s ")
        self.stdout.write(f"\n{done} pledges in {time.monotonic() - started:.1f} s")
