"""Times as the API writes them: UTC, to the microsecond, so that what was read can be asked for again."""

from __future__ import annotations

import datetime as dt


def moment(at: dt.datetime) -> str:
    """`2026-11-21T20:15:00.123456Z`, of a time in UTC."""
    return at.isoformat()[:-6] + "Z"


def moment_or_none(at: dt.datetime | None) -> str | None:
    """The same, or None for none."""
    return None if at is None else moment(at)
