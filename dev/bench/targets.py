"""What the measured things must reach, with 1,000,000 reports on SQLite."""

from __future__ import annotations

from dataclasses import dataclass

#: kilobytes as the web counts them
KB = 1000
#: how much a page may grow when there are ten times as many reports
MOST_GROWTH = 1.5


@dataclass(frozen=True)
class Target:
    """The most that a case may cost; None where nothing is asked. `hellos` is CPU time as a multiple of hello's."""

    cpu_ms: float | None = None
    queries: int | None = None
    size: int | None = None
    wall_ms: float | None = None
    hellos: float | None = None


TARGETS = {
    "tile of about 4,000 points, cold": Target(12, None, 90 * KB),
    "tile of about 500 points, cold": Target(3),
    "tile of zoom 6, all reports clustered, cold": Target(5),
    "report page": Target(8, 12),
    "municipality page": Target(10, 15),
    "officer's queue": Target(20, 10),
    "officer's queue, filtered": Target(20, 10),
    "acknowledge 200 reports": Target(wall_ms=1000),
    "create a report (service)": Target(10),
    "the same, not changed (304)": Target(hellos=2),
    "the same, from the cache": Target(hellos=2),
    "statistics page": Target(30),
    "home page": Target(size=60 * KB),
    "report form": Target(size=25 * KB),
    "send the form": Target(10),
    **{
        f"Open311, {size} reports{what}": Target(limit)
        for size, limit in ((50, 8), (1000, 60))
        for what in ("", " of a municipality", " around a point", " that changed")
    },
    "CSV of all reports": Target(20_000),  # 50,000 rows a second, with a million
    "send the form with a photo of 4 MB": Target(wall_ms=1000),
}
