"""What the card of a month says, and the pictures it is made as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from besa.insights.typesetting import Output

SOURCE: Final = "card.typ"
#: changes whenever cards are to look different, so that they are made again
DESIGN: Final = 4
OUTPUTS: Final = tuple(Output(f"{name}.png", name, "png") for name in ("square", "portrait", "story", "wide"))


@dataclass(frozen=True)
class Line:
    """A number with its sentence; `sign` is the shape and colour of a state."""

    sign: str
    strong: str
    said: str


@dataclass(frozen=True)
class Card:
    """All that a card says."""

    municipality: str
    period: str
    title: str
    lines: tuple[Line, ...]
    counted: str
    address: str
    words: dict[str, str]
