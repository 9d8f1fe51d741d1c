"""A sheet of marks, and the Vega-Lite specification of it.

Charts place their marks in pixels or along scales that `Sheet` holds; every text is data of a text mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from besa.insights.charts.theme import Size, Theme
from besa.insights.lettering import FAMILY

Align = Literal["left", "center", "right"]
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


@dataclass
class Sheet:
    """Marks on a ground of `size.width` by `height` pixels, drawn in the order in which they were added."""

    theme: Theme
    size: Size
    height: float = 0
    _layers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def width(self) -> float:
        """Width in pixels."""
        return float(self.size.width)

    def texts(
        self,
        rows: Sequence[tuple[float, float, str]],
        *,
        align: Align = "left",
        colour: str = "",
        weight: int = 400,
        size: float = 0,
        baseline: str = "middle",
    ) -> None:
        """Texts at points."""
        mark = {
            "type": "text",
            "align": align,
            "baseline": baseline,
            "fontSize": size or self.size.text,
            "fontWeight": weight,
            "color": colour or self.theme.ink,
            "limit": 0,
        }
        values = [{"x": x, "y": y, "t": text} for x, y, text in rows]
        self._add(mark, values, {"text": {"field": "t", "type": "nominal"}})

    def rules(
        self,
        rows: Sequence[tuple[float, float, float, float]],
        *,
        colour: str,
        width: float = 1,
        dash: Sequence[int] = (),
    ) -> None:
        """Straight lines from a point to another."""
        mark = {"type": "rule", "color": colour, "strokeWidth": width, "strokeDash": list(dash)}
        values = [{"x": x, "y": y, "x2": x2, "y2": y2} for x, y, x2, y2 in rows]
        self._add(mark, values, _SECOND)

    def boxes(
        self,
        rows: Sequence[tuple[float, float, float, float]],
        *,
        colour: str,
        opacity: float = 1,
        hollow: bool = False,
        corner: float = 0,
    ) -> None:
        """Rectangles from a corner to the opposite one."""
        look = {"fill": None, "stroke": colour, "strokeWidth": 1.5} if hollow else {"fill": colour}
        mark = {"type": "rect", "fillOpacity": opacity, "cornerRadius": corner, **look}
        values = [{"x": x, "y": y, "x2": x2, "y2": y2} for x, y, x2, y2 in rows]
        self._add(mark, values, _SECOND)

    def path(
        self, points: Sequence[tuple[float, float]], *, colour: str, width: float, dash: Sequence[int] = ()
    ) -> None:
        """One line through points."""
        mark = {
            "type": "line",
            "color": colour,
            "strokeWidth": width,
            "strokeDash": list(dash),
            "strokeJoin": "round",
            "strokeCap": "round",
        }
        values = [{"x": x, "y": y, "i": i} for i, (x, y) in enumerate(points)]
        self._add(mark, values, {"order": {"field": "i", "type": "quantitative"}})

    def dots(
        self,
        points: Sequence[tuple[float, float]],
        *,
        shape: str,
        colour: str,
        area: float,
        hollow: bool = False,
    ) -> None:
        """Symbols at points, with a rim of paper that parts them from lines."""
        fill, stroke = (self.theme.paper, colour) if hollow else (colour, self.theme.paper)
        mark = {
            "type": "point",
            "shape": shape,
            "size": area,
            "fill": fill,
            "stroke": stroke,
            "strokeWidth": 1.5,
            "opacity": 1,
        }
        self._add(mark, [{"x": x, "y": y} for x, y in points], {})

    def specification(self) -> dict[str, Any]:
        """The sheet in Vega-Lite."""
        return {
            "$schema": _SCHEMA,
            "width": self.width,
            "height": self.height,
            "padding": 0,
            "autosize": "none",
            "background": None,
            "config": {"font": FAMILY, "view": {"stroke": None}},
            "layer": self._layers,
        }

    def _add(self, mark: dict[str, Any], values: list[dict[str, Any]], more: dict[str, Any]) -> None:
        if not values:
            return
        self._layers.append(
            {
                "data": {"values": values},
                "mark": {**mark, "clip": False, "tooltip": None},
                "encoding": {
                    "x": {"field": "x", "type": "quantitative", "scale": None, "axis": None},
                    "y": {"field": "y", "type": "quantitative", "scale": None, "axis": None},
                    **more,
                },
            }
        )


_SECOND = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
