"""Filling a database with made-up reports, for benchmarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from besa.core.ahead import made_ahead
from besa.core.held import hold
from besa.core.planner import refresh_statistics
from besa.ledger.services import record
from besa.reports.bulk import PreparedReports, Preparer
from besa.reports.services.bulk import room_for_many, write_reports
from besa.reports.synthetic import Ground, synthetic_reports

#: fewer reports are made sooner than a second process starts
_MANY = 10_000


def generate_reports(
    *,
    n: int,
    seed: int,
    until: datetime | None = None,
    paces: Mapping[str, float] | None = None,
    patience: timedelta | None = None,
) -> Iterator[int]:
    """Make `n` reports of the two years before a moment, batch by batch; says how many each batch made.

    `paces` says, by a municipality's slug, how long each step takes there beside the others (1.0 without). With
    `patience` what is still open after about so long is fixed.
    """
    preparer, ground, moment = Preparer(), Ground.of_all_places(paces, patience), until or timezone.now()

    def prepared() -> Iterator[PreparedReports]:
        return map(preparer.prepare, synthetic_reports(ground, n=n, seed=seed, until=moment))

    with hold(), room_for_many():
        for batch in made_ahead(prepared) if n > _MANY else prepared():
            _write(batch, seed)
            yield len(batch.reports)
    refresh_statistics()


def _write(batch: PreparedReports, seed: int) -> None:
    with transaction.atomic():
        write_reports(batch)
        record(
            verb="reports.generated",
            subject=f"synthetic:{seed}",
            actor_role="system",
            municipality="",
            public={"made": len(batch.reports), "seed": seed},
        )
