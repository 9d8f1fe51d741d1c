"""The card of a report: the photo, what it is, where, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from besa.core import tokens
from besa.core.brands import Brand
from besa.core.cards.canvas import HEIGHT, MARGIN, WIDTH, Canvas
from besa.core.cards.shapes import shape_mask

_PHOTO_WIDTH = 560
_EDGE = 14
_LEFT = _PHOTO_WIDTH + MARGIN
_TEXT_WIDTH = WIDTH - _LEFT - MARGIN


@dataclass(frozen=True)
class ReportCard:
    """What the card says, in words of its language. `state` is the key, `state_label` its word."""

    number: int
    title: str
    place: str
    day: str
    state: str
    state_label: str
    language: str
    photo: Path | None


def paint_report_card(card: ReportCard, brand: Brand) -> bytes:
    """PNG of 1200×630 pixels. A photo whose file is gone is left out."""
    canvas = Canvas(card.language)
    colour = tokens.STATUS[card.state].light
    photo = _photo(card.photo)
    if photo is None:
        _shape_instead(canvas, card.state, colour)
    else:
        canvas.picture.paste(photo, (0, 0))
    canvas.pen.rectangle((_PHOTO_WIDTH, 0, _PHOTO_WIDTH + _EDGE - 1, HEIGHT), fill=colour)
    top = _status(canvas, card, colour)
    size, lines = canvas.fitted(card.title, "bold", (78, 68, 60), _TEXT_WIDTH, 3)
    for line in lines:
        canvas.write((_LEFT, top), line, "bold", size, tokens.INK.light)
        top += round(size * 1.12)
    top += 18
    for line in canvas.wrapped(card.place, "semibold", 42, _TEXT_WIDTH, 2):
        canvas.write((_LEFT, top), line, "semibold", 42, tokens.MUTED.light)
        top += 50
    _foot(canvas, card, brand)
    return canvas.png()


def _photo(path: Path | None) -> Image.Image | None:
    if path is None:
        return None
    try:
        with Image.open(path, formats=("WEBP",)) as photo:
            return ImageOps.fit(photo.convert("RGB"), (_PHOTO_WIDTH, HEIGHT), centering=(0.5, 0.5))
    except FileNotFoundError:
        return None


def _shape_instead(canvas: Canvas, state: str, colour: str) -> None:
    canvas.pen.rectangle((0, 0, _PHOTO_WIDTH, HEIGHT), fill=colour)
    size = 300
    corner = ((_PHOTO_WIDTH - size) // 2, (HEIGHT - size) // 2)
    canvas.picture.paste("#ffffff", corner, shape_mask(state, size))


def _status(canvas: Canvas, card: ReportCard, colour: str) -> int:
    """A pill with the shape and the word of the state; gives where the text below begins."""
    size, height, top = 42, 72, MARGIN
    width = canvas.width_of(card.state_label, "bold", size)
    canvas.pen.rounded_rectangle((_LEFT, top, _LEFT + 92 + width + 28, top + height), 36, fill=colour)
    canvas.picture.paste("#ffffff", (_LEFT + 26, top + 15), shape_mask(card.state, 42))
    canvas.write((_LEFT + 86, top + height // 2 - 2), card.state_label, "bold", size, "#ffffff", "lm")
    return top + height + 34


def _foot(canvas: Canvas, card: ReportCard, brand: Brand) -> None:
    height = 52
    top = HEIGHT - MARGIN - height
    canvas.brand(brand, (_LEFT, top), height)
    middle = top + height // 2
    canvas.write((WIDTH - MARGIN, middle), card.day, "regular", 32, tokens.MUTED.light, "rm")
