"""Keeping what others published of mayors' promises."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from besa.ledger.services import record
from besa.pledges.models import SeriesPoint
from besa.pledges.public_series import Point


def keep_series(*, publisher: str, points: list[Point]) -> tuple[int, int]:
    """Keep the points of a publisher's series; how many are new, and how many replaced other counts of their day."""
    now, new, changed = timezone.now(), 0, 0
    with transaction.atomic():
        for point in points:
            counts = {
                "municipalities": point.municipalities,
                "promises": point.promises,
                "source": point.source,
            }
            counts |= {level.value: n for level, n in point.levels.items()}
            known = SeriesPoint.objects.filter(publisher=publisher, term=point.term, as_of=point.as_of)
            same = known.filter(**counts).exists()
            if not same:
                _, made = known.update_or_create(
                    defaults={**counts, "imported_at": now},
                    create_defaults={
                        **counts,
                        "publisher": publisher,
                        "term": point.term,
                        "as_of": point.as_of,
                        "imported_at": now,
                    },
                )
                new, changed = new + made, changed + (not made)
        if new or changed:
            record(
                verb="pledges.series_kept",
                subject="pledges:series",
                actor_role="administrator",
                municipality="",
                public={"points": len(points), "new": new, "changed": changed},
            )
    return new, changed
