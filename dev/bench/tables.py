"""What was measured, as tables of Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from dev.bench.targets import MOST_GROWTH, judged

Row = Mapping[str, Any]
HEAD = (
    "| what | CPU ms | lower quartile | slowest | wall ms | × hello | × SQL | queries | bytes | must reach | |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|---|---|"
)
#: SQL that takes less cannot be told from nothing (ms)
_LEAST_SQL = 0.005
#: pages as quick as this are made of what does not depend on reports, and their growth is noise (ms)
_LEAST_GROWING = 1.0


def line(row: Row) -> str:
    """One case."""
    ratio = f"{row['cpu_ms'] / row['sql_ms']:.1f}" if row["sql_ms"] > _LEAST_SQL else "–"
    notes = ", ".join(f"{key} {value:,}" for key, value in row["notes"].items())
    verdict = judged(row)
    cells = (
        f"{row['name']} ({notes})" if notes else row["name"],
        *(f"{row[key]:.2f}" for key in ("cpu_ms", "quarter_ms", "slowest_ms", "wall_ms")),
        f"{row['cpu_ms'] / row['hello_ms']:.1f}",
        ratio,
        str(row["queries"]),
        f"{row['size']:,}",
        verdict.wanted,
        verdict.word,
    )
    return f"| {' | '.join(cells)} |"


def summary(rows: Sequence[Row]) -> str:
    """How quick "hello" was, and how many targets were reached."""
    verdicts = [word for row in rows if (word := judged(row).word)]
    reached = verdicts.count("ok")
    hello = median(row["hello_ms"] for row in rows)
    return f"hello {hello:.2f} ms CPU; {reached} of {len(verdicts)} targets reached"


def growth(results: Mapping[int, Sequence[Row]], what: str = "reports") -> str:
    """How much each case costs more with more of `what`, as a multiple of "hello" at the time; per tenfold."""
    blocks = []
    for smaller, larger in pairwise(sorted(results)):
        before = {row["name"]: row for row in results[smaller]}
        blocks.append(f"\nGrowth from {smaller:,} to {larger:,} {what}\n\n| what | × | |\n|---|--:|---|")
        grown = [
            _Grown.of(before[row["name"]], row, larger / smaller)
            for row in results[larger]
            if row["name"] in before
        ]
        blocks += [one.line for one in grown]
        judged_ones = [one for one in grown if one.word]
        reached = sum(one.word == "ok" for one in judged_ones)
        blocks.append(f"\n{reached} of {len(judged_ones)} grow by no more than {MOST_GROWTH} ×")
    return "\n".join(blocks)


@dataclass(frozen=True)
class _Grown:
    """How many times as much a case costs, and the verdict."""

    name: str
    ratio: float
    word: str

    @classmethod
    def of(cls, before: Row, now: Row, times: float) -> _Grown:
        ratio = (now["cpu_ms"] / now["hello_ms"]) / (before["cpu_ms"] / before["hello_ms"])
        most = MOST_GROWTH if times >= 10 else MOST_GROWTH ** (times / 10)
        counts = now["cpu_ms"] >= _LEAST_GROWING
        return cls(now["name"], ratio, ("ok" if ratio <= most else "**missed**") if counts else "")

    @property
    def line(self) -> str:
        return f"| {self.name} | {self.ratio:.2f} | {self.word} |"
