"""Taking in reports that were made elsewhere, in batches: each is all or nothing, with one ledger entry.

The ledger entry of a batch carries the hash of what was taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from besa.core.ahead import made_ahead
from besa.core.held import hold
from besa.core.planner import refresh_statistics
from besa.core.services import publish
from besa.ledger.services import record
from besa.places.models import Municipality
from besa.reports.events import ReportsImported
from besa.reports.importing.batches import ROLE, Batch, BatchMaker
from besa.reports.importing.rows import ImportedReport, Reject
from besa.reports.models import ImportRun
from besa.reports.services.bulk import room_for_many, write_reports

#: enough to be quick; what others write meanwhile waits for half a second
BATCH = 10_000


@dataclass(frozen=True)
class Progress:
    """How far an import has come, in rows of the file."""

    rows: int
    taken: int
    known: int
    rejects: tuple[Reject, ...]


def import_reports(
    *,
    rows: Iterable[ImportedReport | Reject],
    source: str,
    language: str,
    file_hash: str,
    settings_hash: str,
    municipality: Municipality | None,
    dry_run: bool = False,
    two_processes: bool = False,
) -> Iterator[Progress]:
    """Take in rows batch by batch, and say after each how far it is.

    With a municipality, points outside its boundary are taken and flagged; without one, the boundary decides and
    points in no municipality are rejected. The same file with the same settings goes on where it stopped, and a
    source id that is known already is counted and left alone. A dry run judges everything and writes nothing.
    With two processes, one reads and judges the rows (which must not use the database) while the other writes.
    """
    run = ImportRun(source=source, file_hash=file_hash, settings_hash=settings_hash)
    if not dry_run:
        run, _ = ImportRun.objects.get_or_create(
            source=source, file_hash=file_hash, settings_hash=settings_hash
        )
    maker = BatchMaker(source, language, municipality)

    def batches() -> Iterator[Batch]:
        return maker.batches(rows, after=run.rows_done, size=BATCH)

    with hold(), room_for_many():
        for batch in made_ahead(batches) if two_processes else batches():
            if not dry_run:
                _take(batch, run)
            yield Progress(batch.rows, batch.taken, batch.known, batch.rejects)
    if not dry_run:
        refresh_statistics()
        _finish(run)


def _finish(run: ImportRun) -> None:
    with transaction.atomic():
        ImportRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
        publish(ReportsImported(run=run.pk))


def _take(batch: Batch, run: ImportRun) -> None:
    with transaction.atomic():
        if batch.taken:
            write_reports(batch.prepared)
            _record(batch, run)
        run.rows_done += batch.rows
        run.taken += batch.taken
        run.known += batch.known
        run.rejected += len(batch.rejects)
        run.save()


def _record(batch: Batch, run: ImportRun) -> None:
    slugs = list(batch.municipalities)
    record(
        verb="reports.imported",
        subject=f"import:{run.source}",
        actor_role=ROLE,
        municipality=slugs[0] if len(slugs) == 1 else "",
        public={
            "source": run.source,
            "file": run.file_hash,
            "rows": [batch.first_row, batch.last_row],
            "taken": batch.taken,
            "municipalities": batch.municipalities,
            "sha256": sha256(batch.content).hexdigest(),
        },
    )
