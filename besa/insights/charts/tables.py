"""A chart's numbers as a table: for reading beside it, and for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from besa.insights.series import Chart, Kind, Point
from besa.insights.writing import NOTHING, plain, rounded, written

#: a map has hundreds of cells; people read the strongest, programs take all
_CELLS_READ = 15
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """Rows of texts; the first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_of(chart: Chart) -> Table:
    """The table that people read, in the active language."""
    if chart.kind is Kind.LINE:
        labels = [point.label for point in _longest(chart)]
        columns = [[written(p.value, chart.unit) for p in series.points] for series in chart.series]
        names = [series.label or chart.of_values for series in chart.series]
        return _table([chart.of_points, *names], [labels, *_filled(columns, len(labels))])
    if chart.kind is Kind.HEAT:
        head = [chart.of_points, *(point.label for point in chart.series[0].points)]
        rows = [(s.label, *(written(p.value, chart.unit) for p in s.points)) for s in chart.series]
        return Table(tuple(head), tuple(rows))
    points = list(chart.series[0].points) if chart.series else []
    if chart.kind is Kind.MAP:
        points = sorted(points, key=lambda point: -(point.value or 0))[:_CELLS_READ]
    return _of_points(chart, points)


def csv_of(chart: Chart) -> str:
    """All numbers as CSV with a heading line; shares from 0 to 1, a point as decimal mark, empty for unknown."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if chart.kind is Kind.LINE:
        writer.writerow(
            ["key", chart.of_points, *(series.label or chart.of_values for series in chart.series)]
        )
        for i, point in enumerate(_longest(chart)):
            values = [s.points[i].value if i < len(s.points) else None for s in chart.series]
            writer.writerow([point.key, _harmless(point.label), *map(_bare, values)])
    elif chart.kind is Kind.HEAT:
        writer.writerow(["key", "", *(_harmless(point.label) for point in chart.series[0].points)])
        for series in chart.series:
            writer.writerow([series.key, _harmless(series.label), *(_bare(p.value) for p in series.points)])
    else:
        place = chart.kind is Kind.MAP
        writer.writerow(
            [
                "key",
                chart.of_points,
                chart.of_values,
                "low",
                "high",
                "n",
                "note",
                *(["lon", "lat"] if place else []),
            ]
        )
        for point in chart.series[0].points if chart.series else ():
            numbers = [_bare(value) for value in (point.value, point.low, point.high, point.n)]
            at = [_bare(value) for value in point.at or (None, None)] if place else []
            writer.writerow(
                [_harmless(point.key), _harmless(point.label), *numbers, _harmless(point.note), *at]
            )
    return out.getvalue()


def _of_points(chart: Chart, points: Sequence[Point]) -> Table:
    columns = [[p.label for p in points], [_value(chart, p) for p in points]]
    head = [chart.of_points, chart.of_values]
    if any(point.low is not None for point in points):
        head.append(_("Likely range"))
        columns.append([_range(chart, point) for point in points])
    if any(point.n is not None for point in points):
        head.append("n")
        columns.append([plain(point.n) if point.n is not None else NOTHING for point in points])
    return _table(head, columns)


def _value(chart: Chart, point: Point) -> str:
    return point.note or NOTHING if point.value is None else written(point.value, chart.unit)


def _range(chart: Chart, point: Point) -> str:
    if point.low is None or point.high is None:
        return NOTHING
    return f"{plain(rounded(point.low, chart.unit))} – {written(point.high, chart.unit)}"


def _longest(chart: Chart) -> tuple[Point, ...]:
    return max((series.points for series in chart.series), key=len, default=())


def _filled(columns: Iterable[list[str]], length: int) -> list[list[str]]:
    return [column + [NOTHING] * (length - len(column)) for column in columns]


def _table(head: Sequence[str], columns: Sequence[Sequence[str]]) -> Table:
    return Table(tuple(head), tuple(zip(*columns, strict=True)))


def _bare(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if abs(value) < 1_000 else f"{value:.10g}"


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
