"""How many people come, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dev.bench.load.counting import Samples, percentile
from dev.bench.load.machine import Use

#: what 95 of 100 answers must not exceed (ms)
MOST_P95 = 300.0
#: how long each larger crowd stays
_STEP_SECONDS = 30


@dataclass(frozen=True)
class Crowd:
    """How many people, for how long, and how long each thinks between two acts (seconds)."""

    officers: int
    citizens: int
    seconds: float
    think: float

    def times(self, factor: float) -> Crowd:
        """A larger one of the same kind, for a shorter time."""
        many = {"officers": round(self.officers * factor), "citizens": round(self.citizens * factor)}
        return replace(self, **many, seconds=_STEP_SECONDS)


@dataclass(frozen=True)
class Stage:
    """What came of one crowd."""

    crowd: Crowd
    samples: Samples
    use: Use

    @property
    def holds(self) -> bool:
        """No error, and p95 as it must be."""
        return not self.samples.errors and percentile(self.samples.all, 0.95) <= MOST_P95

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return len(self.samples.all) / self.crowd.seconds
