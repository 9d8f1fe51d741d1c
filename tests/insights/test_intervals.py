"""Intervals: against values from the literature, and what must hold for any numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from besa.insights.intervals import median_ranks, share_interval


@pytest.mark.parametrize(
    ("n", "ranks"),
    [(5, None), (6, (1, 6)), (10, (2, 9)), (20, (6, 15)), (30, (10, 21)), (50, (18, 33)), (100, (40, 61))],
)
def test_ranks_are_those_of_the_tables(n: int, ranks: tuple[int, int] | None) -> None:
    """As tabulated for the sign test at 95 %, among others by Conover, table A3."""
    assert median_ranks(n) == ranks


@given(st.integers(6, 5_000))
def test_the_median_lies_between_the_ranks(n: int) -> None:
    lower, upper = median_ranks(n) or (0, 0)
    assert 1 <= lower <= (n + 1) // 2 <= upper <= n
    assert lower + upper == n + 1


@given(st.integers(990, 1_000))
def test_added_up_and_approximated_ranks_meet(n: int) -> None:
    lower, _ = median_ranks(n) or (0, 0)
    assert abs(lower - math.floor((n - 1.96 * math.sqrt(n)) / 2)) <= 1


def test_shares_as_wilson_has_them() -> None:
    low, high = share_interval(15, 50) or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.1910, 0.4375)  # Brown, Cai and DasGupta's formula (4)
    assert share_interval(0, 0) is None


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_share_lies_in_its_interval(k: int, more: int) -> None:
    n = k + more
    if n:
        low, high = share_interval(k, n) or (2, -1)
        assert 0 <= low <= k / n <= high <= 1
