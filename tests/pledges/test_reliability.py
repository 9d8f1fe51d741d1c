"""Krippendorff's α against published examples and another implementation."""

from __future__ import annotations

import krippendorff
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from besa.pledges.reliability import Alpha, Metric, Verdict, alpha_of

VALUES = ("1", "2", "3", "4", "5")
#: Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), example C: four coders, twelve units
EXAMPLE_C = (
    "1 2 3 3 2 1 4 1 2 * * *",
    "1 2 3 3 2 2 4 1 2 5 * 3",
    "* 3 3 3 2 3 4 2 2 5 1 *",
    "1 2 3 3 2 4 4 1 2 5 1 *",
)


def units_of(rows: tuple[str, ...]) -> list[list[str | None]]:
    columns = zip(*(row.split() for row in rows), strict=True)
    return [[None if value == "*" else value for value in column] for column in columns]


def oracle(units: list[list[str | None]], metric: Metric, values: tuple[str, ...]) -> float:
    place = {value: float(number) for number, value in enumerate(values)}
    data = [
        [place[value] if value else float("nan") for value in coder] for coder in zip(*units, strict=True)
    ]
    return float(
        krippendorff.alpha(
            reliability_data=data, level_of_measurement=metric.value, value_domain=[place[v] for v in values]
        )
    )


def test_the_published_example_with_gaps() -> None:
    found = alpha_of(units_of(EXAMPLE_C), VALUES)
    assert found.value == pytest.approx(0.743, abs=0.0005)
    assert found.n == 11
    assert alpha_of(units_of(EXAMPLE_C), VALUES, Metric.ORDINAL).value == pytest.approx(0.815, abs=0.0005)


def test_the_published_binary_example() -> None:
    # The same paper, example A: two coders, ten units, α = 0.095.
    rows = ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
    assert alpha_of(units_of(rows), ("0", "1")).value == pytest.approx(0.095, abs=0.0005)


@settings(max_examples=80, deadline=None)
@given(
    units=st.lists(
        st.lists(st.one_of(st.none(), st.sampled_from(VALUES)), min_size=3, max_size=3),
        min_size=2,
        max_size=25,
    ),
    metric=st.sampled_from(Metric),
)
def test_it_says_what_another_implementation_says(units: list[list[str | None]], metric: Metric) -> None:
    found = alpha_of(units, VALUES, metric, interval=False)
    paired = {value for unit in units for value in unit if value and sum(v is not None for v in unit) > 1}
    if len(paired) < 2:
        assert found.value is None
    else:
        assert found.value == pytest.approx(oracle(units, metric, VALUES), abs=1e-9)


def test_the_interval_is_the_same_each_time_and_holds_the_figure() -> None:
    units = [["a", "a"]] * 12 + [["b", "b"]] * 9 + [["a", "b"]] * 3
    first, second = alpha_of(units, ("a", "b")), alpha_of(units, ("a", "b"))
    assert first == second
    assert first.value and first.low and first.high
    assert first.low < first.value < first.high <= 1


def test_the_thresholds() -> None:
    def allows(value: float | None, agreed: int = 5) -> Verdict:
        return Alpha(value, None, None, 5, agreed).verdict

    assert [allows(value) for value in (0.9, 0.8, 0.7999, 0.7994, 0.667, 0.6664, -0.2)] == [
        *(Verdict.PUBLISH, Verdict.PUBLISH, Verdict.PUBLISH),
        *(Verdict.CAVEAT, Verdict.CAVEAT, Verdict.REFUSE, Verdict.REFUSE),
    ]
    assert allows(None) is Verdict.NO_VARIATION
    assert Alpha(None, None, None, 0, 0).verdict is Verdict.REFUSE


def test_everybody_saying_the_same_of_everything_is_no_figure() -> None:
    found = alpha_of([["a", "a"], ["a", "a"]], ("a", "b"))
    assert (found.value, found.n, found.agreed) == (None, 2, 2)


def test_a_value_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="not among"):
        alpha_of([["x", "a"]], ("a", "b"))


def test_where_nobody_disagreed_no_interval_says_that_alpha_is_certain() -> None:
    agreed = alpha_of([["a", "a"], ["b", "b"], ["a", "a"]], ["a", "b"])
    assert (agreed.value, agreed.low, agreed.high, agreed.agreed) == (1.0, None, None, 3)
    disputed = alpha_of([["a", "a"], ["b", "b"], ["a", "b"]], ["a", "b"])
    assert disputed.low is not None
