"""When messages go out: in the morning by the wall clock, on days of 23 and 25 hours too, never in quiet hours."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from besa.alerts.models import Frequency
from besa.alerts.times import after_quiet, due_at, is_quiet, next_digest

PRISTINA = ZoneInfo("Europe/Belgrade")
moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2028, 1, 1), timezones=st.just(dt.UTC))
hours = st.integers(0, 23)


def at(text: str, fold: int = 0) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=PRISTINA, fold=fold)


@pytest.mark.parametrize(
    ("moment", "frequency", "expected"),
    [
        ("2026-03-28T12:00", Frequency.DAILY, "2026-03-29T07:00"),  # the night loses an hour
        ("2026-10-24T12:00", Frequency.DAILY, "2026-10-25T07:00"),  # the night gains an hour
        ("2026-10-25T06:59", Frequency.DAILY, "2026-10-25T07:00"),
        ("2026-10-25T07:00", Frequency.DAILY, "2026-10-26T07:00"),
        ("2026-03-28T12:00", Frequency.WEEKLY, "2026-03-30T07:00"),
        ("2026-10-19T06:00", Frequency.WEEKLY, "2026-10-19T07:00"),
        ("2026-10-19T07:00", Frequency.WEEKLY, "2026-10-26T07:00"),
    ],
)
def test_digests_keep_to_the_wall_clock(moment: str, frequency: str, expected: str) -> None:
    assert next_digest(at(moment), frequency, PRISTINA) == at(expected)


@pytest.mark.parametrize(
    ("moment", "quiet", "expected"),
    [
        ("2026-11-21T22:00", (22, 7), "2026-11-22T07:00"),
        ("2026-11-21T21:59", (22, 7), "2026-11-21T21:59"),
        ("2026-11-21T23:30", (22, 7), "2026-11-22T07:00"),
        ("2026-11-21T06:59", (22, 7), "2026-11-21T07:00"),
        ("2026-11-21T07:00", (22, 7), "2026-11-21T07:00"),
        ("2026-11-21T13:00", (12, 14), "2026-11-21T14:00"),
        ("2026-11-21T14:00", (12, 14), "2026-11-21T14:00"),
        ("2026-03-29T01:30", (23, 2), "2026-03-29T03:00"),  # two o'clock does not exist that night
        ("2026-11-21T13:00", (None, None), "2026-11-21T13:00"),
    ],
)
def test_quiet_hours(moment: str, quiet: tuple[int, int], expected: str) -> None:
    assert after_quiet(at(moment), PRISTINA, *quiet) == at(expected)


@given(moment=moments, start=hours, end=hours, frequency=st.sampled_from(list(Frequency)))
def test_never_early_never_in_quiet_hours_never_more_than_a_round_later(
    moment: dt.datetime, start: int, end: int, frequency: str
) -> None:
    due = due_at(moment, frequency, PRISTINA, start, end)
    assert due >= moment
    longest = {Frequency.NOW: 1, Frequency.DAILY: 2, Frequency.WEEKLY: 8}[Frequency(frequency)]
    assert due - moment <= dt.timedelta(days=longest, hours=2)
    if start != end:
        assert due == moment or not is_quiet(due.astimezone(PRISTINA).hour, start, end)
