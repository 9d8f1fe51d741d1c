"""The type of pictures: Source Sans 3, how wide a text is in it, and whether it has all letters of a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont
from PIL import ImageFont

FAMILY = "Source Sans 3"
WEIGHTS = {400: "400Regular", 600: "600SemiBold", 700: "700Bold"}


class MissingLettersError(Exception):
    """A text has letters that our type does not have; a picture with empty boxes must never be made."""


def font_folder() -> Path:
    """Where the weights are, each in a folder of its own."""
    return Path(settings.NODE_MODULES) / "@expo-google-fonts" / "source-sans-3"


def font_folders() -> list[Path]:
    """The folders of the weights that pictures use."""
    return [font_folder() / name for name in WEIGHTS.values()]


def width_of(text: str, size: float, weight: int = 400) -> float:
    """Width of a line in pixels."""
    return float(_face(weight).getlength(text)) * size / 100


def wrapped(text: str, size: float, width: float, *, weight: int = 400, most: int = 2) -> list[str]:
    """The text in at most so many lines of a width; what does not fit ends in an ellipsis."""
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or width_of(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [_shortened(line, size, width, weight) for line in lines]


def require_letters(*texts: str) -> None:
    """Raise MissingLettersError when our type cannot write all of the texts."""
    if missing := missing_letters(texts, _letters()):
        raise MissingLettersError(" ".join(f"U+{ord(letter):04X}" for letter in missing))


def missing_letters(texts: Iterable[str], letters: frozenset[str]) -> list[str]:
    """The letters of some texts that are not among the letters of a type."""
    return sorted({letter for text in texts for letter in text if _must_be_drawn(letter)} - letters)


def letters_of(files: Iterable[Path]) -> frozenset[str]:
    """The letters that all of some fonts have."""
    sets = []
    for file in files:
        with TTFont(file, lazy=True) as font:
            sets.append(frozenset(map(chr, font.getBestCmap())))
    return frozenset.intersection(*sets)


def _shortened(line: str, size: float, width: float, weight: int) -> str:
    if width_of(line, size, weight) <= width:
        return line
    while line and width_of(f"{line}…", size, weight) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _must_be_drawn(letter: str) -> bool:
    return letter not in "\n\t" and unicodedata.category(letter) not in {"Cf", "Zl", "Zp"}


@lru_cache(maxsize=4)
def _face(weight: int) -> ImageFont.FreeTypeFont:
    name = WEIGHTS[weight]
    return ImageFont.truetype(font_folder() / name / f"SourceSans3_{name}.ttf", 100)


@lru_cache(maxsize=1)
def _letters() -> frozenset[str]:
    """The letters that every weight has."""
    return letters_of(font_folder() / name / f"SourceSans3_{name}.ttf" for name in WEIGHTS.values())
