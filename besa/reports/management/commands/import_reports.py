"""Imports reports that were made elsewhere; can be stopped and started again."""

from __future__ import annotations

import csv
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from besa.places.lookup import municipality_named
from besa.places.models import Municipality
from besa.reports.importing.files import FileError, hash_of, rows_of
from besa.reports.importing.mapping import Mapping, MappingError, read_mapping
from besa.reports.importing.rows import REASONS, Reject, RowReader
from besa.reports.models import Category
from besa.reports.services.imports import Progress, import_reports

#: bytes; smaller files are read sooner than a second process starts
_LARGE = 1_000_000


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=["open311", "csv"], required=True, dest="kind")
        parser.add_argument(
            "--mapping", type=Path, required=True, help="TOML; see besa/reports/importing/mapping.py"
        )
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--municipality", help="name in any language, or slug; points outside are flagged")
        where.add_argument(
            "--assign-by-boundary", action="store_true", help="points in no municipality are rejected"
        )
        parser.add_argument("--dry-run", action="store_true", help="judge every row, write nothing")
        parser.add_argument(
            "--rejects", type=Path, help="where rows that were not taken are listed, with the reason"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._import(**options)
        except (MappingError, FileError) as error:
            raise CommandError(str(error)) from error

    def _import(self, *, file: Path, kind: str, mapping: Path, dry_run: bool, **options: Any) -> None:
        keys = set(Category.objects.values_list("key", flat=True))
        meaning = read_mapping(mapping, open311=kind == "open311", known_categories=keys)
        municipality = self._municipality(options["municipality"])
        reader = RowReader(meaning, timezone.now())
        rows = (reader.read(number, row) for number, row in enumerate(rows_of(file, kind), 1))
        steps = import_reports(
            rows=rows,
            source=meaning.source,
            language=meaning.language,
            file_hash=hash_of(file),
            settings_hash=sha256(repr((meaning, municipality and municipality.slug)).encode()).hexdigest(),
            municipality=municipality,
            dry_run=dry_run,
            two_processes=file.stat().st_size > _LARGE,
        )
        rejects = options["rejects"] or _rejects_file(file, meaning)
        self._report(_run(steps, rejects, bar=sys.stderr.isatty()), rejects, dry_run)

    def _municipality(self, name: str | None) -> Municipality | None:
        if name is None:
            return None
        found = Municipality.objects.filter(slug=name).first() or (
            Municipality.objects.filter(pk=municipality_named(name) or 0).first()
        )
        if found is None:
            raise CommandError(f"There is no municipality called {name}.")
        return found

    def _report(self, totals: _Totals, rejects: Path, dry_run: bool) -> None:
        verb = "would be taken" if dry_run else "taken"
        rate = totals.counts["rows"] / max(totals.seconds, 1e-9)
        self.stdout.write(
            f"{totals.counts['rows']} rows: {totals.counts['taken']} {verb}, "
            f"{totals.counts['known']} known already, {totals.counts['rejected']} rejected; {rate:.0f} rows/s"
        )
        for reason, n in totals.reasons.most_common():
            self.stdout.write(f"  {n:7} {REASONS[reason]}")
        if totals.reasons:
            self.stdout.write(f"The rejected rows are listed in {rejects}")


class _Totals:
    """Adds up what the batches did."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.started = time.monotonic()
        self.seconds = 0.0

    def add(self, step: Progress) -> None:
        self.counts.update(rows=step.rows, taken=step.taken, known=step.known, rejected=len(step.rejects))
        self.reasons.update(reject.reason for reject in step.rejects)
        self.seconds = time.monotonic() - self.started

    def line(self) -> str:
        rate = self.counts["rows"] / max(self.seconds, 1e-9)
        return f"\r{self.counts['rows']:>9} rows  {self.counts['taken']:>9} taken  {rate:7.0f} rows/s "


def _run(steps: Any, rejects: Path, *, bar: bool) -> _Totals:
    totals = _Totals()
    rejects.parent.mkdir(parents=True, exist_ok=True)
    with rejects.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "id", "reason", "explanation"])
        for step in steps:
            totals.add(step)
            writer.writerows(map(_line, step.rejects))
            file.flush()
            if bar:
                sys.stderr.write(totals.line())
                sys.stderr.flush()
    if bar:
        sys.stderr.write("\n")
    return totals


def _line(reject: Reject) -> tuple[int, str, str, str]:
    return reject.row, reject.source_id, reject.reason, REASONS[reject.reason]


def _rejects_file(file: Path, mapping: Mapping) -> Path:
    return Path(settings.DATA) / "imports" / f"{mapping.source}-{file.name}.rejects.csv"
