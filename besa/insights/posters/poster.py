"""What a poster says, and the files it is made as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from besa.insights.typesetting import Output

SOURCE: Final = "poster.typ"
#: changes whenever posters are to look different, so that they are made again
DESIGN: Final = 1
OUTPUTS: Final = (
    Output("poster-a4.pdf", "poster-a4", "pdf"),
    Output("poster-a3.pdf", "poster-a3", "pdf"),
    Output("stickers-a4.pdf", "stickers", "pdf"),
    Output("poster.png", "poster-a4", "png"),
    Output("stickers.png", "stickers", "png"),
)


@dataclass(frozen=True)
class Poster:
    """All that a poster says. `place` is where it hangs; `address` the site, for those who cannot scan."""

    question: str
    call: str
    place: str
    steps: tuple[str, str, str]
    promise: str
    address: str
    words: dict[str, str]
