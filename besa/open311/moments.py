"""Times as GeoReport v2 writes them: ISO 8601, UTC, whole seconds."""

from __future__ import annotations

import datetime as dt

from besa.open311.errors import bad


def moment(at: dt.datetime) -> str:
    """`2026-11-21T20:15:00Z`, of a time in UTC."""
    return at.isoformat()[:19] + "Z"


def moment_or_none(at: dt.datetime | None) -> str | None:
    """The same, or None for none."""
    return None if at is None else moment(at)


def read_moment(name: str, text: str) -> dt.datetime:
    """A time from a parameter; without an offset it is UTC, a day alone is its first moment. Open311Error 400."""
    try:
        # A plus sign that nobody encoded arrives as a blank.
        at = dt.datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
        return at.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise bad(f"{name} is not a time. Write it like this: 2026-11-21T20:15:00Z.") from None
