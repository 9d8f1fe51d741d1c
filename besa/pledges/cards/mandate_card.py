"""The card of a mandate: whose pledges, how many are what, and out of how many."""

from __future__ import annotations

from dataclasses import dataclass

from besa.core import tokens
from besa.core.brands import Brand
from besa.core.cards.canvas import MARGIN, WIDTH, Canvas
from besa.core.cards.shapes import shape_mask
from besa.pledges.cards.pledge_card import foot_of

_BAR = 64
_MOST = 6


@dataclass(frozen=True)
class CardPart:
    """A number of pledges with a status, and the word for it."""

    token: str
    n: int
    number: str
    label: str


@dataclass(frozen=True)
class MandateCard:
    """What the card says, in words of its language. `sentence` has the denominator in it."""

    name: str
    office: str
    sentence: str
    parts: tuple[CardPart, ...]
    day: str
    language: str


def paint_mandate_card(card: MandateCard, brand: Brand) -> bytes:
    """PNG of 1200×630 pixels."""
    canvas = Canvas(card.language)
    canvas.pen.rectangle((0, 0, WIDTH, 196), fill=tokens.BRAND[brand.key].light)
    size, lines = canvas.fitted(card.name, "bold", (92, 78, 64), WIDTH - 2 * MARGIN, 1)
    canvas.write((MARGIN, 76), lines[0], "bold", size, "#ffffff", "lm")
    office = canvas.wrapped(card.office, "semibold", 38, WIDTH - 2 * MARGIN, 1)[0]
    canvas.write((MARGIN, 152), office, "semibold", 38, "#ffffff", "lm")
    size, lines = canvas.fitted(card.sentence, "bold", (50, 44, 38), WIDTH - 2 * MARGIN, 2)
    top = 226
    for line in lines:
        canvas.write((MARGIN, top), line, "bold", size, tokens.INK.light)
        top += round(size * 1.16)
    _bar(canvas, card, top + 16)
    foot_of(canvas, brand, card.day)
    return canvas.png()


def _bar(canvas: Canvas, card: MandateCard, top: int) -> None:
    """The parts side by side, and what each is below; nothing where nothing is counted."""
    shown = [part for part in card.parts if part.n][:_MOST]
    total = sum(part.n for part in shown)
    left, room = float(MARGIN), WIDTH - 2 * MARGIN
    for part in shown:
        right = left + room * part.n / total
        canvas.pen.rectangle((left, top, max(left, right - 5), top + _BAR), fill=_colour(part.token))
        left = right
    column = room // 3
    for place, part in enumerate(shown):
        x, y = MARGIN + column * (place % 3), top + _BAR + 24 + 56 * (place // 3)
        if part.token in tokens.PLEDGE_STATUS:
            canvas.picture.paste(_colour(part.token), (x, y), shape_mask(part.token, 38))
        words = canvas.wrapped(f"{part.number} {part.label}", "semibold", 32, column - 62, 1)[0]
        canvas.write((x + 50, y + 18), words, "semibold", 32, tokens.INK.light, "lm")


def _colour(token: str) -> str:
    known = tokens.PLEDGE_STATUS.get(token)
    return known.light if known else tokens.EDGE.light
