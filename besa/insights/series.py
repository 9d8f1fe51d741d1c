"""What a chart shows, before anybody draws it: numbers with their words, in one language.

Whoever computes figures fills these; whoever draws reads them. Nothing here knows a model, a colour or a pixel.
A chart is a sentence with its proof: what it says, in which unit, from how many reports, as of when, and where to
check it. Texts are already in the reader's language; numbers are plain and are written by whoever shows them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """How a chart is drawn."""

    #: a value over time; the points' keys are ISO dates (2026-11-02, or 2026-11 for a month), earliest first
    LINE = "line"
    #: a value for each of several things, such as categories; one series, in the order to be shown
    BARS = "bars"
    #: a value with its interval for each of several things: `Point.low` and `Point.high`
    DOTS = "dots"
    #: a value for each pair; one series for each row (a weekday), the same points in each (the hours)
    HEAT = "heat"
    #: a value for each cell of the ground: `Point.at`, `Chart.cell` and `Chart.outline`
    MAP = "map"


class Unit(StrEnum):
    """What the values are."""

    #: whole reports, pledges …
    COUNT = "count"
    #: a part of the whole, from 0 to 1; shown as a percentage
    SHARE = "share"
    #: days and hours, of working time or of the calendar as the chart's sentence and axis say
    DAYS = "days"
    HOURS = "hours"
    #: reports for each 1,000 inhabitants
    PER_THOUSAND = "per_thousand"
    #: how far coders agree beyond chance: 1 is always, 0 as often as by chance
    COEFFICIENT = "coefficient"


class Counted(StrEnum):
    """What `n` counts."""

    REPORTS = "reports"
    PLEDGES = "pledges"


class Tone(StrEnum):
    """What a series or a point is, for its colour; never the only thing that tells them apart."""

    #: what the chart is about
    MAIN = "main"
    #: what it is compared with
    OTHER = "other"
    #: look here
    ACCENT = "accent"
    #: too few to say anything, or a year that is over
    FAINT = "faint"


@dataclass(frozen=True)
class Point:
    """One value. `value` None: not known, or too few to show (then `note` says so, such as "too few reports").

    `key` is stable (a category's key, an ISO date, an hour "14"); `label` is its name in the reader's language.
    `low` and `high` bound the value's interval; `n` is from how many reports it comes; `at` is the longitude and
    latitude of the middle of a map's cell.
    """

    key: str
    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    note: str = ""
    at: tuple[float, float] | None = None
    tone: Tone = Tone.MAIN
    state: str = ""


@dataclass(frozen=True)
class Series:
    """Points that belong together: a line, the bars, or a row of a heat map.

    `state`, also of a single point: the key of a report's state or the token of a pledge's status, for its colour.
    """

    key: str
    label: str
    points: tuple[Point, ...]
    tone: Tone = Tone.MAIN
    state: str = ""


@dataclass(frozen=True)
class Mark:
    """A value to compare with, drawn across the chart: a deadline, the median of all municipalities."""

    label: str
    value: float


@dataclass(frozen=True)
class Chart:
    """All that a chart says.

    `key` names it on its page and in file names ("first-answers"). `sentence` is its title and says the finding:
    "Half of the reports in Peja are answered within 3 days". `n` is from how many reports all of it comes, or from how
    many of what `counted` names.
    `source_url` is the absolute address of the page that shows it. `of_points` and `of_values` head the columns of
    its table ("Category", "Reports"). `cell` is the size of a map's cells in degrees, east and north; `outline` the
    rings of the ground as (longitude, latitude). `language` is the one all of this is written in.
    """

    key: str
    kind: Kind
    sentence: str
    unit: Unit
    n: int
    as_of: datetime
    source_url: str
    language: str
    of_points: str
    of_values: str
    series: tuple[Series, ...]
    marks: tuple[Mark, ...] = ()
    note: str = ""
    counted: Counted = Counted.REPORTS
    cell: tuple[float, float] | None = None
    outline: tuple[tuple[tuple[float, float], ...], ...] = field(default=(), repr=False)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(point.value is not None for series in self.series for point in series.points)
