"""How far colours are apart: WCAG contrast, and the distance a person with deuteranopia sees.

Deuteranopia after Machado, Oliveira and Fernandes (2009), full severity, in linear RGB; distance is CIE76 in L*a*b*.
"""

from __future__ import annotations

import math

_DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
_TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
_WHITE = (0.95047, 1.0, 1.08883)
Vector = tuple[float, float, float]


def _linear(colour: str) -> Vector:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return r, g, b


def _times(matrix: tuple[Vector, Vector, Vector], vector: Vector) -> Vector:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0 to 1."""
    return _times(_TO_XYZ, _linear(colour))[1]


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _lab(linear: Vector) -> Vector:
    def f(t: float) -> float:
        return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116

    x, y, z = (f(part / white) for part, white in zip(_times(_TO_XYZ, linear), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance_without_green(one: str, other: str) -> float:
    """Difference between two colours as a person with deuteranopia sees it; about 2 is just visible."""

    def seen(colour: str) -> Vector:
        r, g, b = (min(1.0, max(0.0, part)) for part in _times(_DEUTERANOPIA, _linear(colour)))
        return _lab((r, g, b))

    return math.dist(seen(one), seen(other))
