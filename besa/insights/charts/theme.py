"""Colours and sizes of charts, from the design tokens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from besa.core import tokens
from besa.core.tokens import Colour
from besa.insights.series import Tone


class Ground(StrEnum):
    """What a chart is drawn on."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Size:
    """Width in pixels and type sizes of a drawing. A phone gets its own, as a shrunk chart cannot be read."""

    key: str
    width: int
    text: int
    small: int

    @property
    def narrow(self) -> bool:
        """Whether it is for a phone."""
        return self.width < 500


WIDE = Size("wide", 720, 15, 13)
NARROW = Size("narrow", 340, 14, 12)
SIZES = {size.key: size for size in (WIDE, NARROW)}
#: parts of full strength, for heat maps: told apart in greyscale, and a number on each can be read
STEPS = (0.0, 0.12, 0.27, 0.45, 0.82, 1.0)


@dataclass(frozen=True)
class Theme:
    """The colours of a brand on a ground."""

    ground: Ground
    brand: str

    @property
    def paper(self) -> str:
        return self._of(tokens.SURFACE)

    @property
    def ink(self) -> str:
        return self._of(tokens.INK)

    @property
    def muted(self) -> str:
        return self._of(tokens.MUTED)

    @property
    def line(self) -> str:
        return self._of(tokens.LINE)

    @property
    def main(self) -> str:
        return self._of(tokens.BRAND[self.brand])

    def colour(self, tone: Tone, state: str = "") -> str:
        """The colour of a series or a point."""
        if state in tokens.STATUS:
            return self._of(tokens.STATUS[state])
        if state in tokens.PLEDGE_STATUS:
            return self._of(tokens.PLEDGE_STATUS[state])
        if tone is Tone.OTHER:
            return self.muted
        if tone is Tone.ACCENT:
            return self._of(tokens.STATUS["in_progress"])  # amber that is dark enough for a thin line
        return self._of(tokens.EDGE) if tone is Tone.FAINT else self.main

    def variables(self) -> dict[str, str]:
        """Colour → custom property of besa.css, so that a drawing inside a page follows the page's theme."""
        named = {
            self._of(tokens.SURFACE): "surface",
            self._of(tokens.INK): "ink",
            self._of(tokens.MUTED): "muted",
            self._of(tokens.LINE): "line",
            self._of(tokens.EDGE): "edge",
            self._of(tokens.BRAND[self.brand]): "brand",
        }
        for state, colour in tokens.STATUS.items():
            named.setdefault(self._of(colour), state)
        return named

    def _of(self, colour: Colour) -> str:
        return colour.dark if self.ground is Ground.DARK else colour.light
