"""What posters, stickers and leaflets say, and the files they are made as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from besa.insights.posters import leaflet
from besa.insights.typesetting import Output

SOURCE: Final = "poster.typ"
#: changes whenever posters are to look different, so that they are made again
DESIGN: Final = 4
PRINTS: Final = (
    Output("poster-a4.pdf", "poster-a4", "pdf"),
    Output("poster-a4-print.pdf", "poster-a4", "pdf", bleed=True),
    Output("poster.png", "poster-a4", "png"),
    Output("poster-a3.pdf", "poster-a3", "pdf"),
    Output("poster-a3-print.pdf", "poster-a3", "pdf", bleed=True),
    Output("stickers-a4.pdf", "stickers", "pdf"),
    Output("stickers.png", "stickers", "png"),
)
OUTPUTS: Final = (*PRINTS, *leaflet.OUTPUTS)
#: for one of many places: what is hung up and laid out there
HANDOUTS: Final = tuple(output for output in OUTPUTS if output.name in {"poster-a4.pdf", "leaflet-a5.pdf"})


@dataclass(frozen=True)
class Poster:
    """All that posters, stickers and leaflets say. `place` is where they are; `address` the site, in letters."""

    question: str
    call: str
    place: str
    steps: tuple[str, str, str]
    promise: str
    leaflet: leaflet.Leaflet
    address: str
    words: dict[str, str]
