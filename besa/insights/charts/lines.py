"""Trends: one line for each series, named at its end."""

from __future__ import annotations

from collections.abc import Sequence

from besa.insights.charts.layers import Sheet
from besa.insights.charts.scales import evenly, tick_labels, ticks
from besa.insights.lettering import width_of, wrapped
from besa.insights.series import Chart, Point, Series, Tone
from besa.insights.writing import written

#: told apart without colour: the shape of the points, and the line's dashes
_SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")
_DASHES: tuple[tuple[int, ...], ...] = ((), (7, 4), (2, 4), (9, 3, 2, 3), (4, 2), (1, 3))
_TOP, _FOOT = 26, 30


def draw_lines(chart: Chart, sheet: Sheet) -> None:
    """Draw a trend; a point without a value leaves a gap."""
    narrow = sheet.size.narrow
    plot_height = 200 if narrow else 250
    values = [p.high if p.high is not None else p.value for s in chart.series for p in s.points]
    known = [value for value in (*values, *(mark.value for mark in chart.marks)) if value is not None]
    scale = ticks(max(known, default=1), chart.unit)
    labels = tick_labels(scale, chart.unit)
    left = max(width_of(label, sheet.size.small) for label in labels) + 10
    right = sheet.width - (14 if narrow else _room_for_names(chart, sheet))
    top = _TOP + (_key_height(chart, sheet) if narrow else 0)
    bottom = top + plot_height
    sheet.height = bottom + _FOOT
    longest = max((s.points for s in chart.series), key=len, default=())

    def x_of(index: int) -> float:
        return left + 8 + (right - left - 16) * (index / max(1, len(longest) - 1))

    def y_of(value: float) -> float:
        return bottom - plot_height * value / scale[-1]

    _draw_grid(sheet, [(y_of(tick), label) for tick, label in zip(scale, labels, strict=True)], left, right)
    _draw_days(sheet, longest, [x_of(i) for i in range(len(longest))], bottom)
    for mark in chart.marks:
        sheet.rules([(left, y_of(mark.value), right, y_of(mark.value))], colour=sheet.theme.ink, dash=(3, 3))
        text = f"{mark.label}: {written(mark.value, chart.unit)}"
        sheet.texts([(left + 4, y_of(mark.value) - 9, text)], size=sheet.size.small, weight=600)
    ends = []
    for number, series in sorted(enumerate(chart.series), key=lambda pair: pair[1].tone is Tone.MAIN):
        places = [(i, x_of(i), y_of(p.value)) for i, p in enumerate(series.points) if p.value is not None]
        _draw_series(sheet, series, number, places)
        if places:
            ends.append((places[-1][2], series, places[-1][1]))
    _name_lines(chart, sheet, ends, right, top, bottom)


def _draw_grid(sheet: Sheet, lines: Sequence[tuple[float, str]], left: float, right: float) -> None:
    sheet.rules([(left, y, right, y) for y, _ in lines[1:]], colour=sheet.theme.line)
    sheet.rules([(left, lines[0][0], right, lines[0][0])], colour=sheet.theme.muted)
    sheet.texts(
        [(left - 8, y, label) for y, label in lines],
        align="right",
        colour=sheet.theme.muted,
        size=sheet.size.small,
    )


def _draw_days(sheet: Sheet, points: Sequence[Point], places: Sequence[float], bottom: float) -> None:
    """Labels of the axis: as many as fit, the last among them; the first of a year in strong."""
    if not points:
        return
    widest = max(width_of(point.label, sheet.size.small) for point in points) + 18
    most = max(2, int((places[-1] - places[0] + widest) // widest))
    shown = evenly(len(points), most)
    sheet.rules([(places[i], bottom, places[i], bottom + 5) for i in shown], colour=sheet.theme.muted)
    edge = sheet.width
    for i in shown:
        half = width_of(points[i].label, sheet.size.small) / 2
        x = min(max(places[i], half), edge - half)
        first_of_year = len(points[i].key) <= 10 and points[i].key[5:7] in {"", "01"}
        sheet.texts(
            [(x, bottom + 18, points[i].label)],
            align="center",
            colour=sheet.theme.ink if first_of_year else sheet.theme.muted,
            size=sheet.size.small,
        )


def _draw_series(sheet: Sheet, series: Series, number: int, places: list[tuple[int, float, float]]) -> None:
    colour = sheet.theme.colour(series.tone, series.state)
    dash = _DASHES[number % len(_DASHES)]
    run: list[tuple[float, float]] = []
    before = -1
    for index, x, y in places:
        if index != before + 1 and len(run) > 1:
            sheet.path(run, colour=colour, width=2.5, dash=dash)
        run = [*run, (x, y)] if index == before + 1 else [(x, y)]
        before = index
    if len(run) > 1:
        sheet.path(run, colour=colour, width=2.5, dash=dash)
    shown = [(x, y) for _, x, y in (places if len(series.points) <= 24 else places[-1:])]
    few = [(x, y) for i, x, y in places if series.points[i].tone is Tone.FAINT]
    full = [place for place in shown if place not in few]
    shape = _SHAPES[number % len(_SHAPES)]
    sheet.dots(full, shape=shape, colour=colour, area=64)
    sheet.dots(few, shape=shape, colour=colour, area=64, hollow=True)


def _room_for_names(chart: Chart, sheet: Sheet) -> float:
    names = [line for series in chart.series for line in _name_of(series, sheet)]
    last = [written(_last(series), chart.unit) for series in chart.series]
    widths = [width_of(text, sheet.size.text, 600) for text in (*names, *last)]
    return min(190.0, max(widths, default=0) + 18)


def _name_of(series: Series, sheet: Sheet) -> list[str]:
    return wrapped(series.label, sheet.size.text, 165, most=2) if series.label else []


def _last(series: Series) -> float | None:
    return next((point.value for point in reversed(series.points) if point.value is not None), None)


def _key_height(chart: Chart, sheet: Sheet) -> float:
    return 24.0 * len(chart.series) if len(chart.series) > 1 else 0.0


def _name_lines(
    chart: Chart,
    sheet: Sheet,
    ends: list[tuple[float, Series, float]],
    right: float,
    top: float,
    bottom: float,
) -> None:
    """The name and the last value at the end of each line, pushed apart where they would overlap."""
    if sheet.size.narrow:
        _key_above(chart, sheet)
        for y, series, x in ends if len(ends) == 1 else []:
            value = written(_last(series), chart.unit)
            place = min(x, sheet.width - width_of(value, sheet.size.text, 700) / 2)
            sheet.texts([(place, y - 15, value)], align="center", weight=700)
        return
    line = sheet.size.text + 3
    lowest = top - line
    for y, series, _ in sorted(ends, key=lambda end: end[0]):
        words = [written(_last(series), chart.unit), *_name_of(series, sheet)]
        first = max(y, lowest + line)
        first = min(first, bottom - line * (len(words) - 1))
        colour = sheet.theme.colour(series.tone, series.state)
        sheet.texts([(right + 12, first, words[0])], weight=700, colour=colour)
        sheet.texts([(right + 12, first + line * (i + 1), word) for i, word in enumerate(words[1:])])
        lowest = first + line * (len(words) - 1) + 8


def _key_above(chart: Chart, sheet: Sheet) -> None:
    """On a phone, what each line is, with its last value, above the drawing."""
    for number, series in enumerate(chart.series if len(chart.series) > 1 else ()):
        y = 12 + 24.0 * number
        colour = sheet.theme.colour(series.tone, series.state)
        sheet.path([(2, y), (38, y)], colour=colour, width=2.5, dash=_DASHES[number % len(_DASHES)])
        sheet.dots([(20, y)], shape=_SHAPES[number % len(_SHAPES)], colour=colour, area=64)
        value = written(_last(series), chart.unit)
        name = wrapped(series.label, sheet.size.text, sheet.width - 60 - width_of(value, 16, 700), most=1)[0]
        sheet.texts([(46, y, name)])
        sheet.texts([(sheet.width - 2, y, value)], weight=700, align="right", colour=colour)
