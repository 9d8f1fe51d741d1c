"""What a chart shows in words, for those who do not see it: its sentence, and its main values."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from besa.insights.series import Chart, Kind, Point, Series
from besa.insights.writing import written

_MOST = 3


def described(chart: Chart) -> str:
    """The alternative text, in the active language."""
    if chart.empty:
        return f"{_sentence(chart)} {_('There is nothing to show yet.')}"
    parts = _trends(chart) if chart.kind is Kind.LINE else [_largest(chart)]
    return " ".join([_sentence(chart), *parts])


def _sentence(chart: Chart) -> str:
    return chart.sentence if chart.sentence.endswith((".", "?", "…")) else f"{chart.sentence}."


def _trends(chart: Chart) -> list[str]:
    return [_trend(chart, series) for series in chart.series if _known(series.points)]


def _trend(chart: Chart, series: Series) -> str:
    known = _known(series.points)
    ends = [known[0], known[-1]] if len(known) > 1 else known
    values = ", ".join(_value(chart, point) for point in ends)
    return f"{series.label}: {values}." if series.label else f"{values}."


def _largest(chart: Chart) -> str:
    """The first rows of bars and dots, as they are in order; the strongest cells of heat maps."""
    if chart.kind in (Kind.BARS, Kind.DOTS):
        return "; ".join(_value(chart, point) for point in _known(chart.series[0].points)[:_MOST]) + "."
    cells = [(series, point) for series in chart.series for point in _known(series.points)]
    cells.sort(key=lambda cell: -(cell[1].value or 0))
    several = chart.kind is Kind.HEAT
    strongest = [_value(chart, point, series if several else None) for series, point in cells[:_MOST]]
    return "; ".join(strongest) + "."


def _value(chart: Chart, point: Point, row: Series | None = None) -> str:
    name = f"{row.label} {point.label}" if row else point.label
    return f"{name}: {written(point.value, chart.unit)}"


def _known(points: Sequence[Point]) -> list[Point]:
    return [point for point in points if point.value is not None]
