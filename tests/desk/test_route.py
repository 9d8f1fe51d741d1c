"""The order in which an officer visits reports."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from besa.core.geo import distance_m
from besa.desk.route import Point, distances, nearest, order_of

PEJA: Point = (42.66, 20.29)
points = st.lists(
    st.tuples(st.floats(42.5, 42.8, allow_nan=False), st.floats(20.1, 20.5, allow_nan=False)), max_size=12
)


def length(start: Point, way: list[Point]) -> float:
    return sum(distance_m(*one, *other) for one, other in pairwise([start, *way]))


@given(points)
def test_each_is_visited_once_and_the_order_is_always_the_same(there: list[Point]) -> None:
    order = order_of(PEJA, there)
    assert sorted(order) == list(range(len(there)))
    assert order == order_of(PEJA, there)


@given(points)
def test_no_stretch_is_shorter_the_other_way_round(there: list[Point]) -> None:
    way = [there[number] for number in order_of(PEJA, there)]
    now = length(PEJA, way)
    for first in range(len(way)):
        for end in range(first + 1, len(way)):
            turned = [*way[:first], *way[first : end + 1][::-1], *way[end + 1 :]]
            assert length(PEJA, turned) >= now - 0.01


@given(st.lists(st.tuples(st.floats(42.6, 42.7), st.floats(20.2, 20.4)), min_size=1, max_size=6))
def test_it_is_never_much_longer_than_the_shortest(there: list[Point]) -> None:
    shortest = min(length(PEJA, list(way)) for way in permutations(there))
    assert length(PEJA, [there[number] for number in order_of(PEJA, there)]) <= 1.5 * shortest + 0.01


def test_reports_along_a_street_are_visited_along_it() -> None:
    street = [(42.66, 20.29 + step / 1000) for step in range(9)]
    mixed = [street[number] for number in (4, 0, 8, 2, 6, 1, 7, 3, 5)]
    assert [mixed[number] for number in order_of((42.66, 20.289), mixed)] == street


def test_a_crossing_is_untangled() -> None:
    """Going to the nearest next would walk past the one in the west and come back for it at the end."""
    there = [(42.66, 20.300), (42.66, 20.288), (42.66, 20.310), (42.66, 20.320)]
    way = [there[number] for number in order_of((42.66, 20.2935), there)]
    assert way[0] == (42.66, 20.288)


@given(points, st.integers(0, 5))
def test_the_nearest_are_chosen(there: list[Point], most: int) -> None:
    chosen = nearest(PEJA, there, most)
    assert len(chosen) == min(most, len(there))
    left = [distance_m(*PEJA, *there[n]) for n in range(len(there)) if n not in chosen]
    assert not left or not chosen or distance_m(*PEJA, *there[chosen[-1]]) <= min(left)


def test_distances_are_from_stop_to_stop() -> None:
    way = [(42.66, 20.30), (42.66, 20.31)]
    assert distances(PEJA, way) == pytest.approx([817.7, 817.7], abs=1)
    assert distances(PEJA, []) == []
