"""Heat maps: of the week by the hour, and of the ground by cells. Strength is a step; the number stands in the cell."""

from __future__ import annotations

import math
from collections import defaultdict

from besa.insights.charts.layers import Sheet
from besa.insights.charts.scales import step_ends, step_of
from besa.insights.charts.theme import STEPS
from besa.insights.lettering import width_of, wrapped
from besa.insights.series import Chart, Unit
from besa.insights.writing import plain, rounded

_Box = tuple[float, float, float, float]


def draw_heat(chart: Chart, sheet: Sheet) -> None:
    """Rows and columns of cells; on a phone the columns run down, as there are more of them."""
    down = sheet.size.narrow
    rows = [series.label for series in chart.series]
    columns = [point.label for point in chart.series[0].points]
    across, along = (rows, columns) if down else (columns, rows)
    values = {
        (c, r) if not down else (r, c): point.value
        for r, series in enumerate(chart.series)
        for c, point in enumerate(series.points)
    }
    small = sheet.size.small
    left = min(150.0, max(width_of(name, small) for name in along) + 10)
    width = (sheet.width - left) / len(across)
    height = max(22.0, min(30.0, width)) if not down else 22.0
    top = 36.0 if down else 24.0
    _head(sheet, across, left, width, top)
    for i, name in enumerate(along):
        text = wrapped(name, small, left - 8, most=1)[0]
        middle = top + height * (i + 0.5)
        sheet.texts([(left - 8, middle, text)], align="right", size=small, colour=sheet.theme.muted)
    boxes = {
        (x, y): (
            left + width * x + 1,
            top + height * y + 1,
            left + width * (x + 1) - 1,
            top + height * (y + 1) - 1,
        )
        for x, y in values
    }
    _fill(
        chart, sheet, [(boxes[key], value) for key, value in values.items() if value is not None], small - 1
    )
    sheet.height = _key(chart, sheet, top + height * len(along) + 12, _highest(chart))


def draw_ground(chart: Chart, sheet: Sheet) -> None:
    """Cells on the ground within its outline, north up; the strongest cells carry their numbers."""
    assert chart.cell is not None
    points = [point for point in chart.series[0].points if point.at is not None]
    east, north = chart.cell
    corners = [corner for ring in chart.outline for corner in ring]
    for point in points:
        assert point.at is not None
        corners += [
            (point.at[0] + dx, point.at[1] + dy)
            for dx in (-east / 2, east / 2)
            for dy in (-north / 2, north / 2)
        ]
    west, south = min(x for x, _ in corners), min(y for _, y in corners)
    wide, high = max(x for x, _ in corners) - west, max(y for _, y in corners) - south
    shrink = math.cos(math.radians(south + high / 2))
    scale = min((sheet.width - 4) / (wide * shrink), 460 / high)
    margin = (sheet.width - wide * shrink * scale) / 2

    def place(x: float, y: float) -> tuple[float, float]:
        return margin + (x - west) * shrink * scale, 4 + (south + high - y) * scale

    for ring in chart.outline:
        sheet.path([place(*corner) for corner in ring], colour=sheet.theme.muted, width=1.5)
    filled = []
    for point in points:
        assert point.at is not None
        x, y = place(*point.at)
        half = (east * shrink * scale / 2, north * scale / 2)
        box = (x - half[0] + 0.5, y - half[1] + 0.5, x + half[0] - 0.5, y + half[1] - 0.5)
        if point.value:
            filled.append((box, point.value))
    filled.sort(key=lambda cell: -cell[1])
    _fill(chart, sheet, filled, sheet.size.small - 1)
    sheet.height = _key(chart, sheet, 4 + high * scale + 14, _highest(chart))


def _highest(chart: Chart) -> float:
    return max((p.value for s in chart.series for p in s.points if p.value is not None), default=0)


def _head(sheet: Sheet, names: list[str], left: float, width: float, top: float) -> None:
    """Names of the columns: every one, or every second, third … where they would touch.

    The few columns of a phone's drawing are weekdays: each keeps its name, in two lines or cut short.
    """
    if sheet.size.narrow:
        for i, name in enumerate(names):
            lines = wrapped(name, sheet.size.small - 1, width - 3, most=2)
            middle = left + width * (i + 0.5)
            rows = [(middle, top - 8 - 12 * (len(lines) - 1 - n), line) for n, line in enumerate(lines)]
            sheet.texts(rows, align="center", size=sheet.size.small - 1, colour=sheet.theme.muted)
        return
    widest = max(width_of(name, sheet.size.small) for name in names) + 6
    every = math.ceil(widest / width)
    shown = [(left + width * (i + 0.5), top - 10, name) for i, name in enumerate(names) if i % every == 0]
    sheet.texts(shown, align="center", size=sheet.size.small, colour=sheet.theme.muted)


def _fill(chart: Chart, sheet: Sheet, cells: list[tuple[_Box, float]], size: float) -> None:
    by_step: dict[int, list[tuple[_Box, float]]] = defaultdict(list)
    highest = _highest(chart)
    for box, value in cells:
        by_step[step_of(value, highest)].append((box, value))
    for step, filled in sorted(by_step.items()):
        boxes = [box for box, _ in filled]
        if step:
            sheet.boxes(boxes, colour=sheet.theme.main, opacity=STEPS[step])
        else:
            inner = [(x + 0.75, y + 0.75, x2 - 0.75, y2 - 0.75) for x, y, x2, y2 in boxes]
            sheet.boxes(inner, colour=sheet.theme.line, hollow=True)
        numbers = [(box, _short(value, chart.unit)) for box, value in filled if value]
        fitting = [
            ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, text)
            for box, text in numbers
            if width_of(text, size, 600) <= box[2] - box[0] - 3 and size <= box[3] - box[1]
        ]
        colour = sheet.theme.paper if STEPS[step] > 0.5 else sheet.theme.ink
        sheet.texts(fitting, align="center", size=size, weight=600, colour=colour)


def _short(value: float, unit: Unit) -> str:
    return plain(rounded(value, unit))


def _key(chart: Chart, sheet: Sheet, top: float, highest: float) -> float:
    """What the strengths mean; gives where the drawing ends."""
    width, x = 30.0, 8.0
    small = sheet.size.small
    sheet.boxes([(x, top, x + width, top + 14)], colour=sheet.theme.line, hollow=True)
    for i, strength in enumerate(STEPS[1:], start=1):
        left = x + (width + 2) * i
        sheet.boxes([(left, top, left + width, top + 14)], colour=sheet.theme.main, opacity=strength)
    end = x + (width + 2) * len(STEPS)
    ends = step_ends(highest)
    if chart.unit is Unit.COUNT:
        ends = [math.floor(value + 1e-9) for value in ends]
    # the number below a strength is the highest that it stands for; of several with the same the last tells it
    rows = [
        (x + (width + 2) * i + width / 2, top + 25, _short(value, chart.unit))
        for i, value in enumerate(ends)
        if i == 0 or (value > 0 and (i + 1 == len(ends) or ends[i + 1] != value))
    ]
    sheet.texts(rows, size=small, colour=sheet.theme.muted, align="center")
    sheet.texts([(end + 10, top + 7, chart.of_values)], size=small, colour=sheet.theme.muted)
    return top + 36
