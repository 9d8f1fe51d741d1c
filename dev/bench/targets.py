"""What the measured things must reach, with 1,000,000 reports on SQLite."""

from __future__ import annotations

from dataclasses import dataclass

#: kilobytes as the web counts them
KB = 1000


@dataclass(frozen=True)
class Target:
    """The most that a case may cost; None where nothing is asked."""

    cpu_ms: float | None = None
    queries: int | None = None
    size: int | None = None


TARGETS = {
    "tile of about 4,000 points, cold": Target(12, None, 90 * KB),
    "tile of about 500 points, cold": Target(3),
    "tile of zoom 6, all reports clustered, cold": Target(5),
    "report page": Target(8, 12),
    "municipality page": Target(10, 15),
    "create a report (service)": Target(10),
    "home page": Target(),
    "search for a common word": Target(),
    "map page as a list": Target(),
}
