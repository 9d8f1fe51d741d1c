"""When a message goes out: digests in the morning of the place they tell of, nothing in quiet hours.

All is counted on the wall clock of a time zone and comes back as UTC, so a day of 23 or 25 hours moves nothing.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

from besa.alerts.models import Frequency

#: hour of the local morning at which digests go out
DIGEST_HOUR = 7
_MONDAY = 0


def zone_named(name: str) -> ZoneInfo:
    """A municipality's time zone, or the installation's for what belongs to none."""
    return ZoneInfo(name or settings.TIME_ZONE)


def due_at(
    moment: dt.datetime, frequency: str, zone: ZoneInfo, quiet_from: int | None, quiet_until: int | None
) -> dt.datetime:
    """When news of a moment (aware) are told."""
    planned = moment if frequency == Frequency.NOW else next_digest(moment, frequency, zone)
    return after_quiet(planned, zone, quiet_from, quiet_until)


def next_digest(moment: dt.datetime, frequency: str, zone: ZoneInfo) -> dt.datetime:
    """The first digest after a moment: each morning, or each Monday morning."""
    local = moment.astimezone(zone)
    day = local.date()
    if frequency == Frequency.WEEKLY:
        day += dt.timedelta(days=(_MONDAY - day.weekday()) % 7)
    step = dt.timedelta(days=7 if frequency == Frequency.WEEKLY else 1)
    while (digest := _at(day, DIGEST_HOUR, zone)) <= moment:
        day += step
    return digest


def after_quiet(
    moment: dt.datetime, zone: ZoneInfo, quiet_from: int | None, quiet_until: int | None
) -> dt.datetime:
    """The moment itself, or the end of the quiet hours it lies in."""
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        return moment
    local = moment.astimezone(zone)
    if not is_quiet(local.hour, quiet_from, quiet_until):
        return moment
    day = local.date()
    if quiet_until <= local.hour:
        day += dt.timedelta(days=1)
    return max(_at(day, quiet_until, zone), moment)


def is_quiet(hour: int, quiet_from: int, quiet_until: int) -> bool:
    """Whether an hour of the day (0 to 23) lies in quiet hours that may reach over midnight."""
    if quiet_from < quiet_until:
        return quiet_from <= hour < quiet_until
    return hour >= quiet_from or hour < quiet_until


def _at(day: dt.date, hour: int, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), zone).astimezone(dt.UTC)
