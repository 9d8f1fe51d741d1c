"""How sure a number is: 95 % intervals without assumptions about the shape of what is counted.

A municipality's reports are all there are, not a sample; the interval says how far the number would move by chance
if the municipality went on working in just the same way.
"""

from __future__ import annotations

import math
from functools import lru_cache

#: per cent
CONFIDENCE = 95
#: two-sided, for that confidence
_Z = 1.959963984540054
_TAIL = 0.025
#: up to here the binomial distribution is added up exactly
_EXACT = 1_000


@lru_cache(maxsize=10_000)
def median_ranks(n: int) -> tuple[int, int] | None:
    """Ranks, from 1, of the two order statistics that enclose the median with at least 95 % confidence.

    The distribution-free interval from the binomial distribution: W. J. Conover, Practical Nonparametric
    Statistics, 3rd ed. 1999, section 3.2; H. A. David and H. N. Nagaraja, Order Statistics, 3rd ed. 2003, section
    7.1. None for fewer than 6, for which not even the lowest and the highest value enclose it so surely.
    """
    if n > _EXACT:
        lower = math.floor((n - _Z * math.sqrt(n)) / 2)
        return lower, n + 1 - lower
    lower, below = 0, 0.0
    while (below := below + math.comb(n, lower) / 2**n) <= _TAIL:
        lower += 1
    return (lower, n + 1 - lower) if lower else None


def share_interval(k: float, n: float) -> tuple[float, float] | None:
    """Interval of a share k of n by Wilson's score; None without cases. Of a survey, n is the effective one.

    E. B. Wilson, JASA 22 (1927) 209-212; recommended by L. D. Brown, T. T. Cai and A. DasGupta, Statistical
    Science 16 (2001) 101-133, also for small n.
    """
    if not n:
        return None
    share, z2 = k / n, _Z**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return (0.0 if k == 0 else max(0.0, middle - half)), (1.0 if k == n else min(1.0, middle + half))
