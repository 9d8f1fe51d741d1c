"""`bin/manage import_boundaries FILE.geojson`: official boundaries instead of approximate areas."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from besa.places.boundary_files import BoundaryFileRefused, read_boundary_file
from besa.places.boundary_plan import ImportPlan, plan_import
from besa.places.services import import_boundaries


class Command(BaseCommand):
    """Reads, checks and reports; writes only when nothing is wrong and it is not a dry run."""

    help = "Import municipal boundaries from a GeoJSON file in WGS 84."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.geojson")
        parser.add_argument("--dry-run", action="store_true", help="check and report, change nothing")
        parser.add_argument(
            "--source", default="", help="who made the boundaries; the file's name by default"
        )
        parser.add_argument("--licence", default="", help="under which terms they may be used")
        parser.add_argument(
            "--valid-from",
            type=date.fromisoformat,
            help="first day (YYYY-MM-DD); by default today, or always for a municipality's first boundary",
        )
        parser.add_argument("--country", choices=["XK", "AL"], default="", help="only municipalities of it")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            file = read_boundary_file(path)
            plan = plan_import(file, country=options["country"], on=options["valid_from"])
            self._report(plan)
            if options["dry_run"]:
                self.stdout.write("Dry run: nothing was changed.")
                return
            changed = import_boundaries(
                plan=plan,
                sha256=file.sha256,
                source=(options["source"] or path.name)[:200],
                licence=options["licence"][:120],
                valid_from=options["valid_from"],
                actor_role="system",
            )
        except BoundaryFileRefused as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        self.stdout.write(f"Boundaries changed: {changed}. Already the same: {len(plan.matches) - changed}.")

    def _report(self, plan: ImportPlan) -> None:
        self.stdout.write(f"Municipalities found in the file: {len(plan.matches)}.")
        for note in plan.notes:
            self.stdout.write(f"  {note}")
        if plan.unmatched:
            self.stdout.write(f"Not the name of a municipality, left out: {len(plan.unmatched)}.")
            for area in plan.unmatched:
                self.stdout.write(f"  {area.label}: {', '.join(area.names) or 'no property that is a name'}")
        if plan.missing:
            self.stdout.write(f"Not in the file, unchanged: {len(plan.missing)}.")
            for municipality in plan.missing:
                self.stdout.write(f"  {municipality.names['sq']} ({municipality.country})")
