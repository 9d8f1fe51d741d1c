"""Krippendorff's α: how far coders agree beyond chance.

α = 1 − D_o / D_e over the coincidence matrix (Krippendorff, Content Analysis, 4th ed., 2019, ch. 12). Units that fewer
than two coders coded count nowhere. Its interval comes from resampling units (percentiles, 95 %), with a fixed seed.
Tested against the published examples and the PyPI package `krippendorff`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from besa.pledges.method import ALPHA_PUBLISH, ALPHA_TENTATIVE, BOOTSTRAP_SAMPLES, BOOTSTRAP_SEED

Matrix = NDArray[np.float64]
#: one unit: a value for each coder, None where there is none
Unit = Sequence[str | None]


class Metric(Enum):
    """How far apart two values are: different or not, or by their order."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"


class Verdict(Enum):
    """What a figure allows."""

    PUBLISH = "publish"
    CAVEAT = "caveat"
    REFUSE = "refuse"
    #: everybody said the same of everything: there is nothing to be reliable about, and nothing in dispute
    NO_VARIATION = "no_variation"


@dataclass(frozen=True)
class Alpha:
    """`value` is None when all values are the same or no unit was coded twice; `n` is the number of units counted."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    agreed: int

    @property
    def verdict(self) -> Verdict:
        """What the method does with it."""
        if self.value is None:
            return Verdict.NO_VARIATION if self.n and self.agreed == self.n else Verdict.REFUSE
        rounded = round(self.value, 3)
        if rounded >= ALPHA_PUBLISH:
            return Verdict.PUBLISH
        return Verdict.CAVEAT if rounded >= ALPHA_TENTATIVE else Verdict.REFUSE


_PERCENTILES: Final = (2.5, 97.5)


def alpha_of(
    units: Sequence[Unit], values: Sequence[str], metric: Metric = Metric.NOMINAL, *, interval: bool = True
) -> Alpha:
    """α over units. `values` are all that can be coded, lowest first where the metric is ordinal.

    ValueError for a value that is not among them.
    """
    place = {value: number for number, value in enumerate(values)}
    coded = [[value for value in unit if value is not None] for unit in units]
    unknown = {value for unit in coded for value in unit} - set(place)
    if unknown:
        raise ValueError(f"not among the values: {sorted(unknown)}")
    pairable = [[place[value] for value in unit] for unit in coded if len(unit) > 1]
    agreed = sum(len(set(unit)) == 1 for unit in pairable)
    if not pairable:
        return Alpha(None, None, None, 0, 0)
    matrices = np.stack([_coincidences(unit, len(values)) for unit in pairable])
    point = _alphas(matrices.sum(axis=0)[np.newaxis], metric)[0]
    if np.isnan(point):
        return Alpha(None, None, None, len(pairable), agreed)
    # Where nobody disagreed there is nothing to resample: the interval would say that α is 1 for certain.
    spread = interval and len(pairable) > 1 and agreed < len(pairable)
    low, high = _interval(matrices, metric) if spread else (None, None)
    return Alpha(float(point), low, high, len(pairable), agreed)


def _coincidences(unit: Sequence[int], size: int) -> Matrix:
    """What one unit adds to the coincidence matrix: each ordered pair of its values, by 1 / (m − 1)."""
    counts = np.bincount(unit, minlength=size).astype(np.float64)
    pairs: Matrix = (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    return pairs


def _alphas(matrices: Matrix, metric: Metric) -> Matrix:
    """α of each coincidence matrix of a stack; NaN where the values do not vary."""
    totals = matrices.sum(axis=2)
    n = totals.sum(axis=1)
    distance = _distances(totals, metric)
    observed = (matrices * distance).sum(axis=(1, 2))
    expected = (totals[:, :, np.newaxis] * totals[:, np.newaxis, :] * distance).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (n - 1) * observed / expected, np.nan)


def _distances(totals: Matrix, metric: Metric) -> Matrix:
    """Squared distance of each two values, for each matrix: ordinal ones depend on how often each value came up."""
    size = totals.shape[1]
    if metric is Metric.NOMINAL:
        different: Matrix = np.broadcast_to(1 - np.eye(size), (len(totals), size, size))
        return different
    # Σ n_g for g from c to k, less half of both ends: a cumulative sum taken at the middle of each value.
    middle = np.cumsum(totals, axis=1) - totals / 2
    squared: Matrix = (middle[:, :, np.newaxis] - middle[:, np.newaxis, :]) ** 2
    return squared


def _interval(matrices: Matrix, metric: Metric) -> tuple[float, float]:
    """Percentiles of α over resampled units. A resample in which all values are the same agrees perfectly."""
    chance = np.random.default_rng(BOOTSTRAP_SEED)
    units = len(matrices)
    times = chance.multinomial(units, np.full(units, 1 / units), size=BOOTSTRAP_SAMPLES)
    sums = np.tensordot(times.astype(np.float64), matrices, axes=1)
    alphas = np.nan_to_num(_alphas(sums, metric), nan=1.0)
    low, high = np.percentile(alphas, _PERCENTILES)
    return float(low), float(high)
