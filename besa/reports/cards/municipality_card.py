"""The card of a municipality: its name, and how many problems are open and fixed."""

from __future__ import annotations

from dataclasses import dataclass

from besa.core import tokens
from besa.core.brands import Brand
from besa.core.cards.canvas import HEIGHT, MARGIN, WIDTH, Canvas
from besa.core.cards.shapes import shape_mask

_BAR = 26


@dataclass(frozen=True)
class Share:
    """A number of reports in a state, with its words."""

    state: str
    n: int
    number: str
    label: str


@dataclass(frozen=True)
class MunicipalityCard:
    """What the card says, in words of its language."""

    name: str
    line: str
    open: Share
    fixed: Share
    language: str


def paint_municipality_card(card: MunicipalityCard, brand: Brand) -> bytes:
    """PNG of 1200×630 pixels."""
    canvas = Canvas(card.language)
    colour = tokens.BRAND[brand.key].light
    canvas.pen.rectangle((0, 0, WIDTH, 236), fill=colour)
    size, lines = canvas.fitted(card.name, "bold", (128, 104, 84), WIDTH - 2 * MARGIN, 1)
    canvas.write((MARGIN, 118), lines[0], "bold", size, "#ffffff", "lm")
    half = (WIDTH - 2 * MARGIN) // 2
    for left, share in ((MARGIN, card.open), (MARGIN + half, card.fixed)):
        _number(canvas, share, left, half - 30)
    _bar(canvas, card)
    _foot(canvas, card, brand)
    return canvas.png()


def _number(canvas: Canvas, share: Share, left: int, width: int) -> None:
    colour = tokens.STATUS[share.state].light
    canvas.picture.paste(colour, (left, 296), shape_mask(share.state, 84))
    size, lines = canvas.fitted(share.number, "bold", (148, 120, 96), width - 112, 1)
    canvas.write((left + 108, 338), lines[0], "bold", size, tokens.INK.light, "lm")
    text = canvas.wrapped(share.label, "semibold", 44, width, 1)[0]
    canvas.write((left, 426), text, "semibold", 44, tokens.MUTED.light, "lm")


def _bar(canvas: Canvas, card: MunicipalityCard) -> None:
    """How the two numbers compare; nothing while there are none."""
    total = card.open.n + card.fixed.n
    if not total:
        return
    top, right = 474, WIDTH - MARGIN
    split = MARGIN + round((right - MARGIN) * card.open.n / total)
    for state, first, last in ((card.open.state, MARGIN, split - 3), (card.fixed.state, split + 3, right)):
        if last > first:
            canvas.pen.rectangle((first, top, last, top + _BAR), fill=tokens.STATUS[state].light)


def _foot(canvas: Canvas, card: MunicipalityCard, brand: Brand) -> None:
    height = 56
    top = HEIGHT - 44 - height
    canvas.brand(brand, (MARGIN, top), height)
    canvas.write((WIDTH - MARGIN, top + height // 2), card.line, "regular", 34, tokens.MUTED.light, "rm")
