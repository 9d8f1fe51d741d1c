"""When a delivery counts as stuck and a recipient as silent, in each municipality. Held in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from besa.core.held import Held
from besa.delivery.models import AlarmLimits
from besa.delivery.models.delivery import WAITING


@dataclass(frozen=True)
class Limits:
    """A delivery not out after `stuck_after` is stuck; a recipient sent `silent_reports`, the first of them
    `silent_after` ago, that never did anything, is silent."""

    stuck_after: timedelta = timedelta(minutes=30)
    silent_reports: int = 5
    silent_after: timedelta = timedelta(days=14)


#: what holds until a municipality says something else
USUAL = Limits()


def limits_in(row: AlarmLimits) -> Limits:
    """What a row says."""
    return Limits(timedelta(minutes=row.stuck_minutes), row.silent_reports, timedelta(days=row.silent_days))


def _load(revision: str) -> Mapping[int, Limits]:
    return {row.municipality_id: limits_in(row) for row in AlarmLimits.objects.order_by("pk")}


_held = Held("alarm limits", (AlarmLimits,), _load)


def limits_of(municipality_id: int) -> Limits:
    """What holds in a municipality. No query."""
    return _held.current().get(municipality_id, USUAL)


def waits_too_long(now: datetime) -> Q:
    """The deliveries that ought to be out, each by the limit of its municipality."""
    own = _held.current()
    late = ~Q(recipient__municipality__in=list(own)) & Q(queued_at__lt=now - USUAL.stuck_after)
    for municipality, limits in own.items():
        late |= Q(recipient__municipality=municipality, queued_at__lt=now - limits.stuck_after)
    return Q(state__in=WAITING) & late
