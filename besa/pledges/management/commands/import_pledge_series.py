"""`bin/manage import_pledge_series FILE`: keep a series of published counts of mayors' promises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from besa.pledges.public_series import MAX_BYTES, BadSeries, read_series
from besa.pledges.services.series import keep_series


class Command(BaseCommand):
    help = (
        "Keep a series of published counts of mayors' promises (CSV with mandate, as_of, municipalities, promises, "
        "four levels and source), to be shown beside ours. Run it again with a newer file: nothing is kept twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--publisher", default="GAP Institute", help="whose series it is")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("rb") as file:
                points = read_series(file.read(MAX_BYTES + 1))
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}") from error
        except BadSeries as bad:
            raise CommandError("Nothing was kept.\n" + "\n".join(bad.problems)) from bad
        new, changed = keep_series(publisher=options["publisher"][:80], points=points)
        self.stdout.write(f"{len(points)} points: {new} new, {changed} changed.")
