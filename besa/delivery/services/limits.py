"""When coordinators are alarmed: a municipality's own limits. Every version stays, as its history."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from besa.delivery.limits import USUAL, Limits, limits_in
from besa.delivery.models import AlarmLimits
from besa.delivery.services.recipients import ChangedMeanwhile
from besa.ledger.services import record
from besa.people.models import User
from besa.places.models import Municipality


def set_alarm_limits(*, municipality: Municipality, limits: Limits, seen: int, by: User, role: str) -> bool:
    """From now on these hold; False when they are what they were.

    `seen` is the number of the newest version the form was opened with (0 for none); raises ChangedMeanwhile when
    there is a newer one.
    """
    with transaction.atomic():
        # Whoever comes second waits here (PostgreSQL; SQLite waits anyway) and sees the first one's row.
        list(Municipality.objects.filter(pk=municipality.pk).select_for_update().values_list("pk"))
        newest = AlarmLimits.objects.filter(municipality=municipality).last()
        if (newest.pk if newest else 0) != seen:
            raise ChangedMeanwhile
        if (limits_in(newest) if newest else USUAL) == limits:
            return False
        values = {
            "stuck_minutes": limits.stuck_after // timedelta(minutes=1),
            "silent_reports": limits.silent_reports,
            "silent_days": limits.silent_after.days,
        }
        AlarmLimits.objects.create(municipality=municipality, since=timezone.now(), by=by, **values)
        record(
            verb="delivery.limits_changed",
            subject=f"municipality:{municipality.slug}",
            actor_role=role,
            municipality=municipality.slug,
            public=values,
        )
    return True
