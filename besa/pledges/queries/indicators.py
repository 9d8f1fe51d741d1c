"""The figures beside a pledge, as they stood on a day: those that were bound then, with the values they had then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from besa.pledges.indicators import Reading, read
from besa.pledges.models import Indicator, Pledge


def readings_of(pledge: Pledge, day: date | None, known_at: datetime) -> list[Reading]:
    """What stands beside a pledge; with a `day`, what stood there at its end (`known_at`)."""
    rows = _bound(known_at).filter(pledge=pledge)
    found = (read(row, pledge.mandate.municipality, day) for row in rows)
    return [one for one in found if one is not None]


def readings_by_pledge(pledges: Iterable[Pledge], day: date, known_at: datetime) -> dict[int, list[Reading]]:
    """The same for many pledges, read in one query."""
    rows = _bound(known_at).filter(pledge__in=pledges).select_related("pledge__mandate__municipality")
    found: dict[int, list[Reading]] = {}
    for row in rows:
        if reading := read(row, row.pledge.mandate.municipality, day):
            found.setdefault(row.pledge_id, []).append(reading)
    return found


def bound_to(pledge: Pledge) -> list[Indicator]:
    """Those that stand beside a pledge now."""
    return list(Indicator.objects.filter(pledge=pledge, ended_at__isnull=True))


def _bound(known_at: datetime) -> QuerySet[Indicator]:
    not_ended = Q(ended_at__isnull=True) | Q(ended_at__gt=known_at)
    return Indicator.objects.filter(not_ended, added_at__lte=known_at)
