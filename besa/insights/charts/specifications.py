"""The Vega-Lite specification of a chart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from besa.insights.charts.cells import draw_ground, draw_heat
from besa.insights.charts.layers import Sheet
from besa.insights.charts.lines import draw_lines
from besa.insights.charts.rows import draw_bars, draw_dots
from besa.insights.charts.theme import Size, Theme
from besa.insights.series import Chart, Kind

#: changes whenever charts are to look different, so that kept ones are drawn again
DESIGN = 5

_PAINTERS: dict[Kind, Callable[[Chart, Sheet], None]] = {
    Kind.LINE: draw_lines,
    Kind.BARS: draw_bars,
    Kind.DOTS: draw_dots,
    Kind.HEAT: draw_heat,
    Kind.MAP: draw_ground,
}


def specification(chart: Chart, theme: Theme, size: Size) -> dict[str, Any]:
    """The specification of a chart that is not empty, in the active language's way to write numbers."""
    sheet = Sheet(theme, size)
    _PAINTERS[chart.kind](chart, sheet)
    return sheet.specification()
