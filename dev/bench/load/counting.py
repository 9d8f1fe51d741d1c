"""How long requests took, by kind, and what went wrong."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Samples:
    """Milliseconds from the first byte sent to the last one read; nothing before `started` counts."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    counting: bool = True

    def note(self, kind: str, milliseconds: float) -> None:
        """One answer."""
        if self.counting:
            self.times[kind].append(milliseconds)

    def note_error(self, kind: str, what: str) -> None:
        """One answer that was none, or the wrong one; errors always count."""
        self.errors[kind] += 1
        self.examples.setdefault(kind, what[:300])

    @property
    def all(self) -> list[float]:
        """Of all kinds together."""
        return [one for kind in self.times.values() for one in kind]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all does not exceed (nearest rank); 0 without values."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0
