"""What a leaflet says besides what a poster says: how to report, what can be reported, what was promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from besa.insights.typesetting import Output

#: two A5 sides; the same for a print shop; twice on A4 for an office's printer; both sides as pictures for the page
OUTPUTS: Final = (
    Output("leaflet-a5.pdf", "leaflet", "pdf", pages=2),
    Output("leaflet-a5-print.pdf", "leaflet", "pdf", pages=2, bleed=True),
    Output("leaflet-a4.pdf", "leaflet-a4", "pdf", pages=2),
    Output("leaflet-front.png", "leaflet-front", "png", pixels=1.5),
    Output("leaflet-back.png", "leaflet-back", "png", pixels=1.5),
)


@dataclass(frozen=True)
class Step:
    """One step with its drawing."""

    icon: str
    words: str


@dataclass(frozen=True)
class Topic:
    """A category that can be reported."""

    icon: str
    name: str


@dataclass(frozen=True)
class Leaflet:
    """The words of both sides. `counted` says as of when the promises hold."""

    topics_title: str
    topics: tuple[Topic, ...]
    title: str
    steps: tuple[Step, ...]
    promise_title: str
    promises: tuple[str, ...]
    counted: str
    privacy: str
