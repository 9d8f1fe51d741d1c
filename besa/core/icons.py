"""The app's icons, drawn from the same lines as the brand marks in static/core/brands/."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from besa.core.brands import Brand

SIZES = (192, 512)
_SMOOTHING = 4  # drawn larger and shrunk, as Pillow's lines have hard edges
Point = tuple[float, float]
#: in the units of the marks: a square of 32
_SIGNS: dict[str, list[list[Point]]] = {
    "besa": [[(10.5, 13.3), (14.5, 17.3), (21.7, 9.2)]],
    "ndreqe": [
        [(11, 18), (11, 8.5)],
        [(11, 13), (12.2, 10), (15.2, 8.5), (18.6, 9.6), (20.5, 13), (20.5, 18)],
    ],
    "popravi": [[(16, 18.5), (16, 7.5)], [(11, 13), (16, 18.5), (21, 13)]],
}


@lru_cache(maxsize=24)
def draw(brand: Brand, size: int, *, maskable: bool) -> bytes:
    """A PNG of `size` pixels: a white pin on the brand's colour.

    A maskable icon fills the square, as the phone cuts its own outline; the pin then keeps to the inner 80 %.
    """
    edge = size * _SMOOTHING
    picture = Image.new("RGBA", (edge, edge), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, edge, edge), 0 if maskable else edge * 0.22, fill=brand.colour)
    share = 0.56 if maskable else 0.72
    unit, shift = edge * share / 32, edge * (1 - share) / 2
    _draw_pin(pen, unit, shift, brand)
    out = BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_pin(pen: ImageDraw.ImageDraw, unit: float, shift: float, brand: Brand) -> None:
    def at(*points: Point) -> list[Point]:
        return [(shift + x * unit, shift + y * unit) for x, y in points]

    pen.ellipse([*at((4, 1)), *at((28, 25))], fill="#ffffff")
    pen.polygon(
        at((4.6, 16.7), (7.5, 21.6), (11.4, 26.4), (16, 31), (20.6, 26.4), (24.5, 21.6), (27.4, 16.7)),
        fill="#ffffff",
    )
    width = round(3 * unit)
    for line in _SIGNS[brand.key]:
        pen.line(at(*line), fill=brand.colour, width=width, joint="curve")
        for x, y in at(*line):
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=brand.colour)
