"""Filling a database with made-up reports, for benchmarks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from besa.ledger.services import record
from besa.reports.services.bulk import write_reports
from besa.reports.synthetic import synthetic_reports


def generate_reports(*, n: int, seed: int, until: datetime | None = None) -> Iterator[int]:
    """Make `n` reports of the two years before a moment, batch by batch; says how many each batch made."""
    for batch in synthetic_reports(n=n, seed=seed, until=until or timezone.now()):
        with transaction.atomic():
            write_reports(batch)
            record(
                verb="reports.generated",
                subject=f"synthetic:{seed}",
                actor_role="system",
                municipality="",
                public={"made": len(batch), "seed": seed},
            )
        yield len(batch)
