"""What the measured things must reach, with 1,000,000 reports or 10,000 pledges, and whether they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: kilobytes as the web counts them
KB = 1000
#: how much a page may grow when there are ten times as many reports, or fifty times as many pledges
MOST_GROWTH = 1.5


@dataclass(frozen=True)
class Target:
    """The most that a case may cost; None where nothing is asked. `hellos` is CPU time as a multiple of hello's.

    `least` and `most` are about a case's own numbers, by their names.
    """

    cpu_ms: float | None = None
    queries: int | None = None
    size: int | None = None
    wall_ms: float | None = None
    hellos: float | None = None
    least: Mapping[str, float] = field(default_factory=dict)
    most: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What was wanted, in words, and whether it was reached; neither where nothing is asked."""

    wanted: str = ""
    word: str = ""


_BULK_ACTS = (
    "acknowledge", "answer", "start", "fix", "forward", "decline", "assign", "category", "priority",
)  # fmt: skip

TARGETS = {
    "tile of about 4,000 points, cold": Target(12, None, 90 * KB),
    "the same, not changed (304)": Target(hellos=2),
    "the same, from the cache": Target(hellos=2),
    "tile of about 500 points, cold": Target(3),
    "tile of zoom 6, all reports clustered, cold": Target(5),
    "report page": Target(8, 12),
    "municipality page": Target(10, 15),
    "municipality page, right after a change": Target(10, 15),
    "home page, all that it loads": Target(size=60 * KB),
    "report form, all that it loads": Target(size=60 * KB),
    "report form, until it can be used": Target(size=25 * KB),
    "officer's queue": Target(20, 10),
    "officer's queue, filtered": Target(20, 10),
    "officer's queue, a common word": Target(20, 10),
    **{f"{act} 200 reports": Target(wall_ms=1000) for act in _BULK_ACTS},
    **{
        f"Open311, {size} reports{what}": Target(limit)
        for size, limit in ((50, 8), (1000, 60))
        for what in ("", " of a municipality", " around a point", " that changed", ", filters combined")
    },
    "statistics page": Target(30),
    "mayor's page, cold": Target(40),
    "mayor's page": Target(10),
    "bound chart as SVG, drawn": Target(wall_ms=200),
    "bound chart as SVG, kept": Target(wall_ms=200),
    "PDF of 40 pages and 30 charts": Target(wall_ms=10_000, least={"pages": 40}),
    "share kit of a month": Target(wall_ms=60_000),
    "CSV of all reports": Target(least={"rows in a second of CPU": 50_000}, most={"MB of memory more": 32}),
    "create a report (service)": Target(10),
    "send the form": Target(10),
    "send the form with a photo of 4 MB": Target(wall_ms=1000),
}


def judged(row: Mapping[str, Any]) -> Verdict:
    """A measured case (the fields of `Measured`) against its target."""
    target = TARGETS.get(row["name"])
    if target is None:
        return Verdict()
    at_most = [
        (row["cpu_ms"], target.cpu_ms, "ms"),
        (row["queries"], target.queries, "queries"),
        (row["size"], target.size, "bytes"),
        (row["wall_ms"], target.wall_ms, "ms wall"),
        (row["cpu_ms"] / row["hello_ms"], target.hellos, "× hello"),
        *((row["notes"][name], limit, name) for name, limit in target.most.items()),
    ]
    at_least = [(row["notes"][name], limit, name) for name, limit in target.least.items()]
    wanted = [f"≥ {limit:,g} {unit}" for _, limit, unit in at_least]
    wanted += [f"≤ {limit:,g} {unit}" for _, limit, unit in at_most if limit is not None]
    missed = any(value < limit for value, limit, _ in at_least) or any(
        limit is not None and value > limit for value, limit, _ in at_most
    )
    return Verdict(", ".join(wanted), "**missed**" if missed else "ok")
