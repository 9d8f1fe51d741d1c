"""Round numbers for axes, their labels, and steps for heat maps."""

from __future__ import annotations

import math
from collections.abc import Sequence

from besa.insights.charts.theme import STEPS
from besa.insights.series import Unit
from besa.insights.writing import plain, written


def ticks(highest: float, unit: Unit, about: int = 4) -> list[float]:
    """Round values from zero to at least the highest; counts get no halves, shares end at 100 %."""
    if unit is Unit.SHARE:
        return [0, 0.25, 0.5, 0.75, 1.0] if highest > 0.5 else ticks(highest, Unit.PER_THOUSAND, about)
    if highest <= 0:
        return [0, 1]
    rough = highest / about
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    if unit is Unit.COUNT:
        step = max(1, math.ceil(step))
    return [round(step * i, 10) for i in range(math.ceil(highest / step - 1e-9) + 1)]


def tick_labels(scale: Sequence[float], unit: Unit) -> list[str]:
    """The labels of an axis; days and hours are named once, at its end."""
    if unit not in (Unit.DAYS, Unit.HOURS):
        return [written(tick, unit) for tick in scale]
    return [*(plain(tick) for tick in scale[:-1]), written(scale[-1], unit)]


def step_ends(highest: float) -> list[float]:
    """The highest value of each strength of `STEPS`, that of none first. Steps grow with the square, as a few cells
    have most of the reports; equal ones would show all others as the same."""
    steps = len(STEPS) - 1
    return [highest * (step / steps) ** 2 for step in range(steps + 1)]


def step_of(value: float, highest: float) -> int:
    """Which strength of `STEPS` a value has: 0 for none, the last for the highest."""
    if value <= 0 or highest <= 0:
        return 0
    ends = step_ends(highest)
    return next((step for step, end in enumerate(ends) if step and value <= end + 1e-9), len(STEPS) - 1)


def evenly(n: int, most: int) -> Sequence[int]:
    """At most so many positions of n, evenly apart and ending at the last, for the labels of an axis."""
    if n <= most:
        return range(n)
    step = math.ceil(n / most)
    return range((n - 1) % step, n, step)
