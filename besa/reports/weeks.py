"""Weeks as small whole numbers, for the age filter of map tiles."""

from __future__ import annotations

from datetime import datetime

_DAY_S = 86_400


def week_of(moment: datetime) -> int:
    """Whole weeks from 1970-01-01 (UTC) to a moment; weeks start on Thursday, as that day was one."""
    return int(moment.timestamp()) // (7 * _DAY_S)
