"""What a municipality owes its citizens, and what became of it: the numbers of its board.

Counts by state come from kept counts, and what depends on today's date from counts of days. So the board takes the
same few reads at a thousand reports as at a million.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from besa.core.moments import stored
from besa.reports.day_counts import days, moments
from besa.reports.models.report import OPEN, State
from besa.reports.tiles import stamp_of_all

#: days that "this month" looks back, and over which answers are judged
MONTH, QUARTER = 30, 90


@dataclass(frozen=True)
class Board:
    """Numbers of one municipality as of a moment; "of late" is the last 30 days, answers the last 90."""

    by_state: dict[str, int]
    late_answer: int
    late_repair: int
    fixed_of_late: int
    confirmed_of_late: int
    answers_due: int
    answered_in_time: int
    as_of: dt.datetime

    @property
    def numbers(self) -> tuple[int, ...]:
        """All that the board says but when it was counted."""
        counts = (self.open, self.total, self.reopened, self.late_answer, self.late_repair)
        return (*counts, self.fixed_of_late, self.confirmed_of_late, self.answers_due, self.answered_in_time)

    @property
    def open(self) -> int:
        """Reports that wait for the municipality."""
        return sum(n for state, n in self.by_state.items() if state in OPEN)

    @property
    def total(self) -> int:
        """All public reports."""
        return sum(self.by_state.values())

    @property
    def reopened(self) -> int:
        """Reports that citizens say are not fixed."""
        return self.by_state.get(State.REOPENED, 0)

    @property
    def share_in_time(self) -> int | None:
        """Per cent of the answers due of late that came in time; None when none was due."""
        return round(100 * self.answered_in_time / self.answers_due) if self.answers_due else None


def board_of(municipality_id: int) -> Board:
    """The board of a municipality. Two queries, and a third once a minute or after any change on the map."""
    by_state = state_counts(municipality_id)
    now = timezone.now()
    minute = int(now.timestamp()) // 60
    return _count(municipality_id, minute, stamp_of_all(), tuple(sorted(by_state.items())))


@lru_cache(maxsize=256)
def _count(municipality_id: int, minute: int, stamp: int, by_state: tuple[tuple[str, int], ...]) -> Board:
    now = timezone.now()
    month, quarter = now - dt.timedelta(days=MONTH), now - dt.timedelta(days=QUARTER)
    values = {
        "m": municipality_id,
        **_around("now", now),
        **_around("month", month),
        **_around("quarter", quarter),
    }
    with connection.cursor() as cursor:
        cursor.execute(_of_late(), values)
        late_answer, late_repair, fixed, confirmed, due, in_time = map(int, cursor.fetchone())
    return Board(dict(by_state), late_answer, late_repair, fixed, confirmed, due, in_time, now)


def _of_late() -> str:
    """One statement for the six numbers: whole days as they are counted, the days they begin or end in one by one."""
    late = (
        f"{days(kind, 'day < %(now_day)s')} + {moments(kind, '>= %(now_midnight)s', '< %(now)s')}"
        for kind in ("unanswered", "unrepaired")
    )
    fixed = (
        f"{days(kind, 'day > %(month_day)s')} + {moments(kind, '>= %(month)s', '< %(month_next)s')}"
        for kind in ("fixed", "confirmed")
    )
    due = (
        f"{days(kind, 'day > %(quarter_day)s AND day < %(now_day)s')}"
        f" + {moments(kind, '>= %(quarter)s', '< %(quarter_next)s')}"
        f" + {moments(kind, '>= %(now_midnight)s', '<= %(now)s')}"
        for kind in ("owed", "in_time")
    )
    return f"SELECT {', '.join((*late, *fixed, *due))}"


def _around(name: str, moment: dt.datetime) -> dict[str, Any]:
    """A moment as this database keeps it, its day by UTC, and when that begins and ends."""
    utc = moment.astimezone(dt.UTC)
    midnight = dt.datetime.combine(utc.date(), dt.time(), dt.UTC)
    return {
        name: stored(moment),
        f"{name}_day": connection.ops.adapt_datefield_value(utc.date()),
        f"{name}_midnight": stored(midnight),
        f"{name}_next": stored(midnight + dt.timedelta(days=1)),
    }


# Every board, home page and list of the API asks this: written out, it takes a third of the time.
_BY_STATE = "SELECT state, SUM(n) FROM reports_statecount WHERE n > 0{municipality} GROUP BY state"


def state_counts(municipality_id: int | None = None) -> dict[str, int]:
    """Public reports by state, of one municipality or of all. One query."""
    one = municipality_id is not None
    with connection.cursor() as cursor:
        sql = _BY_STATE.format(municipality=" AND municipality = %s" if one else "")
        cursor.execute(sql, [municipality_id] if one else [])
        return {state: int(n) for state, n in cursor.fetchall()}
