"""The shape of each state, as in static/core/icons.svg, for pictures. In the units of the symbols: 24×24."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw

Point = tuple[float, float]
_SMOOTHING = 4
_CHECK = [(7, 12.5), (10.5, 16), (17, 8.5)]

#: outlines that are filled
_OUTLINES: dict[str, list[Point]] = {
    "acknowledged": [(2, 4), (22, 4), (22, 17), (13.5, 17), (8, 22), (8, 17), (2, 17)],
    "in_progress": [(12, 1.5), (22.5, 12), (12, 22.5), (1.5, 12)],
    "declined": [(8, 2), (16, 2), (22, 8), (22, 16), (16, 22), (8, 22), (2, 16), (2, 8)],
    "forwarded": [(1.5, 8), (12, 8), (12, 2), (22.5, 12), (12, 22), (12, 16), (1.5, 16)],
    "duplicate": [(2, 2), (16, 2), (16, 7), (22, 7), (22, 22), (8, 22), (8, 17), (2, 17)],
    "withdrawn": [
        *((6, 1.5), (12, 7.5), (18, 1.5), (22.5, 6), (16.5, 12), (22.5, 18)),
        *((18, 22.5), (12, 16.5), (6, 22.5), (1.5, 18), (7.5, 12), (1.5, 6)),
    ],
    "reopened": [(12, 1.5), (23, 21.5), (1, 21.5)],
}
#: squares of pledges: filled ones, and frames with something in them
_SQUARES = frozenset({"pledge_fulfilled", "pledge_not_fulfilled"})
_FRAMED: dict[str, list[list[Point]]] = {
    "pledge_partly": [[(19.5, 4.5), (19.5, 19.5), (4.5, 19.5)]],
    "pledge_in_progress": [[(9, 7.2), (9, 16.8), (16.6, 12)]],
    "pledge_stalled": [
        [(8, 7.5), (10.8, 7.5), (10.8, 16.5), (8, 16.5)],
        [(13.2, 7.5), (16, 7.5), (16, 16.5), (13.2, 16.5)],
    ],
    "pledge_not_started": [],
}
#: circles that are filled: centre and radius
_CIRCLES: dict[str, tuple[float, float, float]] = {
    "received": (12, 12, 9.5),
    "fixed": (12, 12, 10.5),
    "pledge_unratable": (12, 12, 10.5),
    "pledge_outside_competence": (12, 12, 10.5),
    "pledge_superseded": (12, 12, 10.5),
}
#: lines cut out of the shape
_CUTS: dict[str, list[list[Point]]] = {
    "fixed": [_CHECK],
    "declined": [[(7, 12), (17, 12)]],
    "duplicate": [[(8, 17), (8, 7), (16, 7)]],
    "reopened": [[(12, 9), (12, 14.5)], [(12, 17.8), (12, 18)]],
    "pledge_fulfilled": [_CHECK],
    "pledge_not_fulfilled": [[(8, 8), (16, 16)], [(16, 8), (8, 16)]],
    "pledge_unratable": [
        [(9, 9.2), (9.6, 7.3), (11.5, 6.2), (13.6, 6.8), (14.9, 8.6), (14.6, 10.7), (13.2, 12), (12.1, 14)],
        [(12, 17.4), (12, 17.6)],
    ],
    "pledge_outside_competence": [[(8.5, 15.5), (15.5, 8.5)], [(10, 8.5), (15.5, 8.5), (15.5, 14)]],
    "pledge_superseded": [[(7.5, 8), (11.5, 12), (7.5, 16)], [(13, 8), (17, 12), (13, 16)]],
}


@lru_cache(maxsize=64)
def shape_mask(state: str, size: int) -> Image.Image:
    """The shape of a state as a mask of `size` pixels: 255 where it is, 0 around it and in its cuts."""
    unit = size * _SMOOTHING / 24
    mask = Image.new("L", (size * _SMOOTHING, size * _SMOOTHING), 0)
    pen = ImageDraw.Draw(mask)
    if state in _OUTLINES:
        pen.polygon([(x * unit, y * unit) for x, y in _OUTLINES[state]], fill=255)
    if state in _CIRCLES:
        _disc(pen, *(value * unit for value in _CIRCLES[state]), fill=255)
    if state in _SQUARES or state in _FRAMED:
        pen.rounded_rectangle((2 * unit, 2 * unit, 22 * unit, 22 * unit), 3 * unit, fill=255)
    if state in _FRAMED:
        pen.rounded_rectangle((4.5 * unit, 4.5 * unit, 19.5 * unit, 19.5 * unit), unit, fill=0)
    for outline in _FRAMED.get(state, []):
        pen.polygon([(x * unit, y * unit) for x, y in outline], fill=255)
    if state == "received":
        _disc(pen, 12 * unit, 12 * unit, 5.5 * unit, fill=0)
    for line in _CUTS.get(state, []):
        _stroke(pen, [(x * unit, y * unit) for x, y in line], 2.6 * unit)
    return mask.resize((size, size), Image.Resampling.LANCZOS)


def _disc(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, *, fill: int) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _stroke(pen: ImageDraw.ImageDraw, points: list[Point], width: float) -> None:
    pen.line(points, fill=0, width=round(width), joint="curve")
    for x, y in points:
        _disc(pen, x, y, width / 2, fill=0)
