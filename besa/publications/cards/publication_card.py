"""The card of a publication: its kind, its title, who published it; and that it was corrected, if it was."""

from __future__ import annotations

from dataclasses import dataclass

from besa.core import tokens
from besa.core.brands import Brand
from besa.core.cards.canvas import MARGIN, WIDTH, Canvas
from besa.pledges.cards.pledge_card import foot_of

_BAND = 104
_CORRECTED = 64


@dataclass(frozen=True)
class PublicationCard:
    """What the card says, in words of its language. `corrected` is empty, or says since when."""

    kind: str
    title: str
    subtitle: str
    who: str
    day: str
    corrected: str
    language: str


def paint_publication_card(card: PublicationCard, brand: Brand) -> bytes:
    """PNG of 1200×630 pixels."""
    canvas = Canvas(card.language)
    room = WIDTH - 2 * MARGIN
    canvas.pen.rectangle((0, 0, WIDTH, _BAND), fill=tokens.BRAND[brand.key].light)
    canvas.write(
        (MARGIN, _BAND // 2 - 2),
        canvas.wrapped(card.kind, "bold", 42, room, 1)[0],
        "bold",
        42,
        "#ffffff",
        "lm",
    )
    top = _BAND
    if card.corrected:
        canvas.pen.rectangle((0, top, WIDTH, top + _CORRECTED), fill=tokens.ACCENT.light)
        line = canvas.wrapped(card.corrected, "bold", 34, room, 1)[0]
        canvas.write((MARGIN, top + _CORRECTED // 2 - 2), line, "bold", 34, tokens.INK.light, "lm")
        top += _CORRECTED
    top += 40
    size, lines = canvas.fitted(card.title, "bold", (76, 66, 56, 48), room, 3)
    for line in lines:
        canvas.write((MARGIN, top), line, "bold", size, tokens.INK.light)
        top += round(size * 1.14)
    if card.subtitle and not card.corrected:
        for line in canvas.wrapped(card.subtitle, "regular", 36, room, 2 if len(lines) < 3 else 1):
            canvas.write((MARGIN, top + 16), line, "regular", 36, tokens.INK.light)
            top += 44
    canvas.write(
        (MARGIN, top + 24),
        canvas.wrapped(card.who, "semibold", 36, room, 1)[0],
        "semibold",
        36,
        tokens.MUTED.light,
    )
    foot_of(canvas, brand, card.day)
    return canvas.png()
