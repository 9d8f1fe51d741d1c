"""Taking in reports that were made elsewhere, in batches: each is all or nothing, with one ledger entry.

The ledger entry of a batch carries the hash of what was taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

import msgspec
from django.db import transaction
from django.utils import timezone

from besa.ledger.services import record
from besa.places.lookup import is_inside, municipalities_at, nearest_places
from besa.places.models import Municipality
from besa.reports.bulk import BulkReport, Step
from besa.reports.importing.rows import ImportedReport, Reject
from besa.reports.models import Category, CategoryRule, ImportRun, Report
from besa.reports.models.report import CLOSED, State
from besa.reports.services.bulk import write_reports

BATCH = 20_000
ROLE = "import"


@dataclass(frozen=True)
class Progress:
    """How far an import has come, in rows of the file."""

    rows: int
    taken: int
    known: int
    rejects: tuple[Reject, ...]


@dataclass(frozen=True)
class _Placed:
    """A row with the municipality and the place it belongs to."""

    row: ImportedReport
    municipality_id: int
    place_id: int | None
    outside: bool


def import_reports(
    *,
    rows: Iterable[ImportedReport | Reject],
    source: str,
    language: str,
    file_hash: str,
    settings_hash: str,
    municipality: Municipality | None,
    dry_run: bool = False,
) -> Iterator[Progress]:
    """Take in rows batch by batch, and say after each how far it is.

    With a municipality, points outside its boundary are taken and flagged; without one, the boundary decides and
    points in no municipality are rejected. The same file with the same settings goes on where it stopped, and a
    source id that is known already is counted and left alone. A dry run judges everything and writes nothing.
    """
    run = ImportRun(source=source, file_hash=file_hash, settings_hash=settings_hash)
    if not dry_run:
        run, _ = ImportRun.objects.get_or_create(
            source=source, file_hash=file_hash, settings_hash=settings_hash
        )
    batches = _Batches(source, language, municipality, dry_run)
    remaining = islice(rows, run.rows_done, None)
    while batch := list(islice(remaining, BATCH)):
        yield batches.take(run, batch)
    if not dry_run:
        ImportRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())


class _Batches:
    """What stays the same from batch to batch."""

    def __init__(self, source: str, language: str, municipality: Municipality | None, dry_run: bool) -> None:
        self._source, self._language, self._dry_run = source, language, dry_run
        self._municipality = municipality
        self._categories = dict(Category.objects.values_list("key", "pk"))
        self._slugs = dict(Municipality.objects.values_list("pk", "slug"))
        rules = CategoryRule.objects.values_list("municipality_id", "category_id", "department_id")
        self._departments = {(m, c): department for m, c, department in rules}
        self._seen: set[str] = set()

    def take(self, run: ImportRun, batch: list[ImportedReport | Reject]) -> Progress:
        rejects = [row for row in batch if isinstance(row, Reject)]
        reports = [row for row in batch if isinstance(row, ImportedReport)]
        fresh = self._fresh(reports)
        placed, homeless = self._place(fresh)
        rejects += homeless
        if not self._dry_run:
            with transaction.atomic():
                self._write(placed, run)
                run.rows_done += len(batch)
                run.taken += len(placed)
                run.known += len(reports) - len(fresh)
                run.rejected += len(rejects)
                run.save()
        return Progress(len(batch), len(placed), len(reports) - len(fresh), tuple(rejects))

    def _fresh(self, reports: list[ImportedReport]) -> list[ImportedReport]:
        """Reports whose source id is in neither the database nor the rows before."""
        ids = [row.source_id for row in reports]
        taken = Report.objects.filter(source=self._source, source_id__in=ids).values_list(
            "source_id", flat=True
        )
        known = self._seen | {source_id for source_id in taken if source_id}
        fresh = {row.source_id: row for row in reversed(reports) if row.source_id not in known}
        self._seen.update(ids)
        return sorted(fresh.values(), key=lambda row: row.row)

    def _place(self, reports: list[ImportedReport]) -> tuple[list[_Placed], list[Reject]]:
        if not reports:
            return [], []
        if self._municipality is not None:
            homes: list[int | None] = [self._municipality.pk] * len(reports)
        else:
            homes = municipalities_at([row.lat for row in reports], [row.lon for row in reports])
        grouped: dict[int, list[ImportedReport]] = {}
        for row, home in zip(reports, homes, strict=True):
            if home is not None:
                grouped.setdefault(home, []).append(row)
        homeless = [
            Reject(row.row, row.source_id, "no_municipality")
            for row, home in zip(reports, homes, strict=True)
            if home is None
        ]
        placed = [item for home, rows in grouped.items() for item in self._place_in(home, rows)]
        return sorted(placed, key=lambda item: item.row.row), homeless

    def _place_in(self, home: int, rows: list[ImportedReport]) -> Iterator[_Placed]:
        places = nearest_places([row.lat for row in rows], [row.lon for row in rows], home)
        for row, place in zip(rows, places, strict=True):
            outside = self._municipality is not None and not is_inside(row.lat, row.lon, home)
            yield _Placed(row, home, None if outside else place, outside)

    def _write(self, placed: list[_Placed], run: ImportRun) -> None:
        if not placed:
            return
        write_reports([self._report(item) for item in placed])
        counts = Counter(self._slugs[item.municipality_id] for item in placed)
        record(
            verb="reports.imported",
            subject=f"import:{self._source}",
            actor_role=ROLE,
            municipality=next(iter(counts)) if len(counts) == 1 else "",
            public={
                "source": self._source,
                "file": run.file_hash,
                "rows": [placed[0].row.row, placed[-1].row.row],
                "taken": len(placed),
                "municipalities": dict(sorted(counts.items())),
                "sha256": _hash_of(placed),
            },
        )

    def _report(self, item: _Placed) -> BulkReport:
        row = item.row
        category = self._categories[row.category]
        state = State(row.state)
        changed = row.closed_at or row.created_at
        steps = [Step(State.RECEIVED, row.created_at, ROLE)]
        if state is not State.RECEIVED:
            steps.append(Step(state, changed, ROLE))
        return BulkReport(
            municipality_id=item.municipality_id,
            category_id=category,
            department_id=self._departments.get((item.municipality_id, category)),
            place_id=item.place_id,
            lat=row.lat,
            lon=row.lon,
            outside=item.outside,
            address=row.address,
            text=row.text,
            language=self._language,
            steps=steps,
            responded_at=changed if state in CLOSED else None,
            source=self._source,
            source_id=row.source_id,
        )


def _hash_of(placed: list[_Placed]) -> str:
    digest = sha256()
    for item in placed:
        row = item.row
        point = [round(row.lat * 1_000_000), round(row.lon * 1_000_000)]
        values = [
            row.source_id,
            row.created_at.isoformat(),
            point,
            row.category,
            row.state,
            item.municipality_id,
        ]
        digest.update(msgspec.json.encode(values) + b"\n")
    return digest.hexdigest()
