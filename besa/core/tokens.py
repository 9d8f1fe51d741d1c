"""Colours, in one place: stylesheet, map, charts and social cards show the same.

`besa.css` repeats them as custom properties; a test keeps both equal, and holds the contrast and the distance
between states as a person with deuteranopia sees them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """One colour on light and on dark ground, as #rrggbb."""

    light: str
    dark: str


PAPER = Colour("#faf8f3", "#12191a")
SURFACE = Colour("#ffffff", "#1a2324")
SUNKEN = Colour("#f1eee6", "#0d1314")
LINE = Colour("#d9d4c7", "#344142")
EDGE = Colour("#78827d", "#82908c")
INK = Colour("#1a2321", "#eceae3")
MUTED = Colour("#55605c", "#a9b5b0")
ACCENT = Colour("#ffc247", "#ffc247")
DANGER = Colour("#ab1f1a", "#ff9a8f")
GOOD = Colour("#0a6640", "#6fd3a0")

#: by brand key: the one brand colour
BRAND = {
    "besa": Colour("#0f5c55", "#6cc9bb"),
    "ndreqe": Colour("#1d5a86", "#85bde8"),
    "popravi": Colour("#6a4077", "#d0a6df"),
}

#: by key of a state
STATUS = {
    "received": Colour("#1f5fae", "#7db4f5"),
    "acknowledged": Colour("#6d3fa8", "#c39bf2"),
    "in_progress": Colour("#8f5b00", "#e6ae45"),
    "fixed": Colour("#0b6b46", "#5ecf97"),
    "declined": Colour("#3c4543", "#d0d6d3"),
    "forwarded": Colour("#0c6478", "#58c2d9"),
    "duplicate": Colour("#6c7472", "#97a19e"),
    "withdrawn": Colour("#8a5a62", "#cf9aa3"),
    "reopened": Colour("#b3261e", "#ff8a7d"),
}
