"""One row for each of several things: bars from zero, or a dot with its interval."""

from __future__ import annotations

from dataclasses import dataclass

from besa.insights.charts.layers import Sheet
from besa.insights.charts.scales import tick_labels, ticks
from besa.insights.lettering import width_of, wrapped
from besa.insights.series import Chart, Point, Tone
from besa.insights.writing import plain, written

_BAR = 22
_GAP = 12


@dataclass(frozen=True)
class Frame:
    """Where the rows lie: values run from `left` to `right` pixels, `highest` being at the right end."""

    left: float
    right: float
    highest: float

    def at(self, value: float) -> float:
        """The pixel of a value."""
        return self.left + (self.right - self.left) * value / self.highest


def draw_bars(chart: Chart, sheet: Sheet) -> None:
    """Draw bars with their names before them (above them on a phone) and their values behind."""
    points = chart.series[0].points
    room = max((width_of(_value(chart, point), sheet.size.text, 600) for point in points), default=0) + 10
    highest = max((point.value or 0 for point in points), default=0)
    highest = max([highest, *(mark.value for mark in chart.marks)]) or 1
    left = 0.0 if sheet.size.narrow else _names_width(chart, sheet) + 12
    frame = Frame(left, sheet.width - room, highest)
    y = _draw_marks_head(chart, sheet, frame)
    start = y
    zero = []
    for point in points:
        y = _draw_name(sheet, point, left, y)
        zero.append((left, y - 3, left, y + _BAR + 3))
        middle = y + _BAR / 2
        tone = point.tone if point.tone is not Tone.MAIN else chart.series[0].tone
        colour = sheet.theme.colour(tone, point.state or chart.series[0].state)
        end = frame.at(point.value or 0)
        if point.value:
            box = (left, y, max(end, left + 2), y + _BAR)
            sheet.boxes([box], colour=colour, hollow=point.tone is Tone.FAINT, corner=2)
        faint = point.value is None
        sheet.texts(
            [(end + 7, middle, _value(chart, point))],
            weight=400 if faint else 600,
            colour=sheet.theme.muted if faint else "",
        )
        y += _BAR + _GAP
    # On a phone the names stand above the bars, where one line would go through their first letters.
    whole = [(left, start - 4, left, y - _GAP + 4)]
    sheet.rules(zero if sheet.size.narrow else whole, colour=sheet.theme.muted)
    _draw_mark_lines(chart, sheet, frame, start - 4, y - _GAP + 4)
    sheet.height = y - _GAP + 8


def draw_dots(chart: Chart, sheet: Sheet) -> None:
    """Draw a dot with its interval in each row; a row without a value says why."""
    points = chart.series[0].points
    room = max((width_of(_value(chart, point), sheet.size.text, 600) for point in points), default=0) + 14
    known = [x for point in points for x in (point.value, point.high) if x is not None]
    scale = ticks(max([*known, *(mark.value for mark in chart.marks)], default=1), chart.unit)
    left = 6.0 if sheet.size.narrow else _names_width(chart, sheet) + 18
    frame = Frame(left, sheet.width - room, scale[-1])
    y = _draw_marks_head(chart, sheet, frame)
    start = y
    ends = []
    rows = []
    for point in points:
        y = _draw_name(sheet, point, 0 if sheet.size.narrow else left - 6, y)
        rows.append((y + _BAR / 2, point))
        y += _BAR + _GAP
    end = y - _GAP + 4
    bands = (
        [(middle - _BAR / 2, middle + _BAR / 2) for middle, _ in rows]
        if sheet.size.narrow
        else [(start - 4, end)]
    )
    grid = [(frame.at(tick), top, frame.at(tick), foot) for tick in scale for top, foot in bands]
    sheet.rules(grid, colour=sheet.theme.line)
    for middle, point in rows:
        ends.append((middle, _draw_interval(chart, sheet, frame, point, middle)))
    for (middle, x), (_, point) in zip(ends, rows, strict=True):
        faint = point.value is None
        colour = sheet.theme.muted if faint else ""
        sheet.texts([(x + 10, middle, _value(chart, point))], weight=400 if faint else 600, colour=colour)
    for top, foot in bands:
        _draw_mark_lines(chart, sheet, frame, top, foot)
    _draw_axis(chart, sheet, frame, scale, end)
    sheet.height = end + 26


def _draw_interval(chart: Chart, sheet: Sheet, frame: Frame, point: Point, middle: float) -> float:
    """The dot and its interval; gives where they end."""
    if point.value is None:
        return frame.left - 10
    tone = point.tone if point.tone is not Tone.MAIN else chart.series[0].tone
    colour = sheet.theme.colour(tone, point.state or chart.series[0].state)
    end = frame.at(point.value)
    if point.low is not None and point.high is not None:
        low, high = frame.at(point.low), frame.at(point.high)
        sheet.rules([(low, middle, high, middle)], colour=colour, width=3)
        sheet.rules([(x, middle - 5, x, middle + 5) for x in (low, high)], colour=colour, width=2)
        end = max(end, high)
    shape = "diamond" if point.tone is Tone.ACCENT else "circle"
    sheet.dots(
        [(frame.at(point.value), middle)],
        shape=shape,
        colour=colour,
        area=150,
        hollow=point.tone is Tone.FAINT,
    )
    return end


def _draw_axis(chart: Chart, sheet: Sheet, frame: Frame, scale: list[float], y: float) -> None:
    placed = -100.0
    for tick, text in zip(scale, tick_labels(scale, chart.unit), strict=True):
        half = width_of(text, sheet.size.small) / 2
        x = max(frame.at(tick), half)
        if x - half > placed + 8:
            colour = sheet.theme.muted
            sheet.texts([(x, y + 12, text)], align="center", colour=colour, size=sheet.size.small)
            placed = x + half


def _value(chart: Chart, point: Point) -> str:
    if point.value is None:
        return point.note or written(None, chart.unit)
    text = written(point.value, chart.unit)
    return f"{text}  (n = {plain(point.n)})" if point.n is not None else text


def _names_width(chart: Chart, sheet: Sheet) -> float:
    most = 250.0
    lines = [line for p in chart.series[0].points for line in wrapped(p.label, sheet.size.text, most, most=2)]
    return max((width_of(line, sheet.size.text) for line in lines), default=0)


def _draw_name(sheet: Sheet, point: Point, left: float, y: float) -> float:
    """The row's name; gives where its bar begins."""
    colour = sheet.theme.muted if point.tone is Tone.FAINT else ""
    weight = 600 if point.tone is Tone.ACCENT else 400
    line = sheet.size.text + 3
    if sheet.size.narrow:
        lines = wrapped(point.label, sheet.size.text, sheet.width, weight=weight, most=2)
        rows = [(0.0, y + line * (i + 0.5), text) for i, text in enumerate(lines)]
        sheet.texts(rows, colour=colour, weight=weight)
        return y + line * len(lines) + 3
    lines = wrapped(point.label, sheet.size.text, 250, weight=weight, most=2)
    first = y + _BAR / 2 - line * (len(lines) - 1) / 2
    rows = [(left - 12, first + line * i, text) for i, text in enumerate(lines)]
    sheet.texts(rows, align="right", colour=colour, weight=weight)
    return y


def _draw_marks_head(chart: Chart, sheet: Sheet, frame: Frame) -> float:
    """What the marks mean, each on a line of its own; gives where the rows begin."""
    y = 8.0
    for mark in chart.marks:
        text = f"{mark.label}: {written(mark.value, chart.unit)}"
        width = width_of(text, sheet.size.small, 600)
        x = min(max(frame.at(mark.value), width / 2), sheet.width - width / 2)
        sheet.texts([(x, y, text)], align="center", size=sheet.size.small, weight=600)
        y += sheet.size.small + 8
    return y


def _draw_mark_lines(chart: Chart, sheet: Sheet, frame: Frame, top: float, bottom: float) -> None:
    places = [frame.at(mark.value) for mark in chart.marks]
    sheet.rules([(x, top, x, bottom) for x in places], colour=sheet.theme.ink, width=1.5, dash=(4, 3))
