"""The statistics page of a municipality: its figures, charts, a table of parts, and what waits longest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext, ngettext

from besa.insights.bound import Value
from besa.insights.counting import Count
from besa.insights.figures import FIGURES
from besa.insights.measures import Durations
from besa.insights.queries import charts
from besa.insights.queries.breakdown import BREAKDOWNS, Breakdown, Line, break_down
from besa.insights.scopes import Asked
from besa.insights.series import Chart, Unit
from besa.insights.writing import NOTHING, in_words, percentage, plain
from besa.reports.queries.lists import ReportLine, lines_by_id

_HOUR, _DAY = 3_600, 86_400
#: figures that stand in the note of another one, as the time of nine in ten stands beside that of half
_BESIDE = {"reports.response_median": "reports.response_p90", "reports.fix_median": "reports.fix_p90"}
#: figures that say "look here" when they are not nought
_ALARMING = frozenset({"reports.late_answer", "reports.late_fix"})


@dataclass(frozen=True)
class Card:
    """A figure as it stands on the page."""

    key: str
    value: str
    label: str
    n: int | None
    note: str
    look: str


@dataclass(frozen=True)
class Row:
    """A line of the table in words."""

    line: Line
    in_time: str
    response: str
    fixed: str
    fix: str


@dataclass(frozen=True)
class Waiting:
    """An open report and how many days it has waited."""

    report: ReportLine
    days: int


@dataclass(frozen=True)
class StatisticsPage:
    """All that the page shows, counted together."""

    asked: Asked
    total: int
    standing: list[Card]
    period: list[Card]
    trends: list[Chart]
    charts: list[Chart]
    breakdown: Breakdown
    rows: list[Row]
    waiting: list[Waiting]


def statistics_page(count: Count, *, by: str, source_url: str) -> StatisticsPage:
    """Put what is counted into words."""
    asked, breakdown = count.asked, BREAKDOWNS[by]
    frame = charts.Frame(count, asked.municipality.name, source_url)
    lines = break_down(count, breakdown)
    return StatisticsPage(
        asked=asked,
        total=count.standing["reports"],
        standing=_cards(count, standing=True),
        period=_cards(count, standing=False),
        trends=charts.trends(frame),
        charts=[
            charts.parts(frame, lines, str(breakdown.heading)),
            charts.hours(frame),
            charts.ground(frame),
        ],
        breakdown=breakdown,
        rows=[_row(line) for line in lines],
        waiting=_waiting(count),
    )


def _cards(count: Count, *, standing: bool) -> list[Card]:
    values = {figure.key: figure.of(count) for figure in FIGURES if figure.standing is standing}
    beside = {key: values.pop(other) for key, other in _BESIDE.items() if other in values}
    return [card_of(value, beside.get(key)) for key, value in values.items()]


def card_of(value: Value, nine_in_ten: Value | None = None) -> Card:
    """A figure in words, with the time of nine in ten beside that of half."""
    whole = value.n if value.unit in (Unit.SHARE, Unit.HOURS, Unit.DAYS) else None
    return Card(
        key=value.key,
        value=in_words(value.value, value.unit),
        label=value.label,
        n=whole,
        note=", ".join(filter(None, [_note(value), _nine_in_ten(nine_in_ten)])),
        look="look" if value.key in _ALARMING and value.value else "",
    )


def _note(value: Value) -> str:
    if value.value is None and value.unit in (Unit.HOURS, Unit.DAYS) and value.n:
        return gettext("too many still wait")
    if value.low is None or value.high is None:
        return ""
    ends = {"low": in_words(value.low, value.unit), "high": in_words(value.high, value.unit)}
    return gettext("likely %(low)s to %(high)s") % ends


def _nine_in_ten(value: Value | None) -> str:
    if value is None or value.value is None:
        return ""
    return gettext("nine in ten within %(time)s") % {"time": in_words(value.value, value.unit)}


def _row(line: Line) -> Row:
    counted = line.counted
    return Row(
        line=line,
        in_time=_share(counted["in_time"], counted["due"]),
        response=_time(line.response, _HOUR, Unit.HOURS),
        fixed=_share(counted["fixed"], counted["repairable"]),
        fix=_time(line.fix, _DAY, Unit.DAYS),
    )


def _share(k: int, n: int) -> str:
    if not n:
        return NOTHING
    of = ngettext("of %(n)s", "of %(n)s", n) % {"n": plain(n)}
    return f"{percentage(k / n)} {of}"


def _time(found: Durations, unit: int, named: Unit) -> str:
    if found.median is not None:
        return in_words(found.median / unit, named)
    return gettext("more than half still wait") if found.n else NOTHING


def _waiting(count: Count) -> list[Waiting]:
    longest = dict(count.waiting())
    lines = lines_by_id(list(longest), thumbs={})  # without pictures
    return [Waiting(line, timedelta(seconds=longest[line.pk]).days) for line in lines]
