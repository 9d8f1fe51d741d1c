"""Makes a realistic synthetic load for benchmarks: the same seed makes the same reports."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from besa.reports.models import Report
from besa.reports.services.synthetic import generate_reports
from besa.reports.synthetic import SOURCE, NoGroundError


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("n", type=int)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, n: int, seed: int, **options: Any) -> None:
        if n < 1:
            raise CommandError("Say how many reports to make, at least 1.")
        if Report.objects.filter(source=SOURCE, source_id__startswith=f"{seed}-").exists():
            raise CommandError(f"The reports of seed {seed} are here already: choose another seed.")
        try:
            self._make(n, seed)
        except NoGroundError as error:
            raise CommandError(str(error)) from None

    def _make(self, n: int, seed: int) -> None:
        started = time.monotonic()
        done = 0
        for made in generate_reports(n=n, seed=seed):
            done += made
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{done:>9} of {n}  {done / (time.monotonic() - started):7.0f} reports/s ")
        self.stdout.write(f"\n{done} reports in {time.monotonic() - started:.1f} s")
