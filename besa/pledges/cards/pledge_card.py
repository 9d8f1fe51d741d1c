"""The card of a pledge: what became of it, in its colour, and the words of the promise."""

from __future__ import annotations

from dataclasses import dataclass

from besa.core import tokens
from besa.core.brands import Brand
from besa.core.cards.canvas import HEIGHT, MARGIN, WIDTH, Canvas
from besa.core.cards.shapes import shape_mask

_BAND = 190
_SHAPE = 118
_CORRECTED = 64


@dataclass(frozen=True)
class PledgeCard:
    """What the card says, in words of its language. `corrected` is the line of a corrected rating, or empty."""

    token: str
    status: str
    title: str
    who: str
    day: str
    corrected: str
    language: str


def paint_pledge_card(card: PledgeCard, brand: Brand) -> bytes:
    """PNG of 1200×630 pixels."""
    canvas = Canvas(card.language)
    _band(canvas, card)
    top = _BAND
    if card.corrected:
        canvas.pen.rectangle((0, top, WIDTH, top + _CORRECTED), fill=tokens.ACCENT.light)
        line = canvas.wrapped(card.corrected, "bold", 34, WIDTH - 2 * MARGIN, 1)[0]
        canvas.write((MARGIN, top + _CORRECTED // 2 - 2), line, "bold", 34, tokens.INK.light, "lm")
        top += _CORRECTED
    top += 34
    most = 2 if card.corrected else 3
    size, lines = canvas.fitted(card.title, "bold", (66, 58, 50), WIDTH - 2 * MARGIN, most)
    for line in lines:
        canvas.write((MARGIN, top), line, "bold", size, tokens.INK.light)
        top += round(size * 1.14)
    who = canvas.wrapped(card.who, "semibold", 38, WIDTH - 2 * MARGIN, 1)[0]
    canvas.write((MARGIN, top + 14), who, "semibold", 38, tokens.MUTED.light)
    foot_of(canvas, brand, card.day)
    return canvas.png()


def _band(canvas: Canvas, card: PledgeCard) -> None:
    """The status fills the top; what is not rated yet stays pale."""
    known = tokens.PLEDGE_STATUS.get(card.token)
    ground, ink = (known.light, "#ffffff") if known else (tokens.SUNKEN.light, tokens.INK.light)
    canvas.pen.rectangle((0, 0, WIDTH, _BAND), fill=ground)
    left = MARGIN
    if known:
        canvas.picture.paste(ink, (MARGIN, (_BAND - _SHAPE) // 2), shape_mask(card.token, _SHAPE))
        left += _SHAPE + 36
    room = WIDTH - left - MARGIN
    size, lines = canvas.fitted(card.status, "bold", (96, 80, 66), room, 1)
    canvas.write((left, _BAND // 2 - 4), lines[0], "bold", size, ink, "lm")


def foot_of(canvas: Canvas, brand: Brand, note: str) -> None:
    """Who says so, and as of when."""
    height = 52
    top = HEIGHT - 44 - height
    canvas.brand(brand, (MARGIN, top), height)
    canvas.write((WIDTH - MARGIN, top + height // 2), note, "regular", 32, tokens.MUTED.light, "rm")
