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
    "received": Colour("#2161ad", "#7aa3f7"),
    "acknowledged": Colour("#6b4392", "#c799ed"),
    "in_progress": Colour("#8f5803", "#e0ab44"),
    "fixed": Colour("#06713e", "#62e6a6"),
    "declined": Colour("#343c3f", "#d0d5d3"),
    "forwarded": Colour("#0b6177", "#64c9dc"),
    "duplicate": Colour("#666a6b", "#909da3"),
    "withdrawn": Colour("#753747", "#d5a0a9"),
    "reopened": Colour("#9a281f", "#f48b7c"),
}

#: of a pledge: the same nine colours, so that they stay apart for everybody; green is done and red is not
PLEDGE_STATUS = {
    "pledge_fulfilled": STATUS["fixed"],
    "pledge_partly": STATUS["forwarded"],
    "pledge_in_progress": STATUS["in_progress"],
    "pledge_stalled": STATUS["acknowledged"],
    "pledge_not_started": STATUS["duplicate"],
    "pledge_not_fulfilled": STATUS["reopened"],
    "pledge_unratable": STATUS["declined"],
    "pledge_outside_competence": STATUS["withdrawn"],
    "pledge_superseded": STATUS["received"],
}
