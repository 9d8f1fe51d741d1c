"""What both cards are painted with: paper, type, brand, encoding."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from besa.core import tokens
from besa.core.brands import Brand
from besa.core.icons import draw as draw_icon

WIDTH: Final = 1200
HEIGHT: Final = 630
MARGIN: Final = 56
#: changes whenever cards are to look different, so that kept ones are drawn again
DESIGN: Final = 2

_COLOURS = 128
_WEIGHTS = {"regular": "400Regular", "semibold": "600SemiBold", "bold": "700Bold"}
#: Serbian Cyrillic has letter forms of its own, which the font holds under the language's OpenType tag
_OPENTYPE_LANGUAGE = {"sr": "SRB"}


@lru_cache(maxsize=32)
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Source Sans 3 in a weight ("regular", "semibold", "bold") and a size in pixels."""
    name = _WEIGHTS[weight]
    folder = Path(settings.NODE_MODULES) / "@expo-google-fonts" / "source-sans-3" / name
    return ImageFont.truetype(folder / f"SourceSans3_{name}.ttf", size)


class Canvas:
    """A sheet of paper to paint a card on."""

    def __init__(self, language: str) -> None:
        self.picture = Image.new("RGB", (WIDTH, HEIGHT), tokens.PAPER.light)
        self.pen = ImageDraw.Draw(self.picture)
        self._language = _OPENTYPE_LANGUAGE.get(language)

    def write(
        self, at: tuple[float, float], text: str, weight: str, size: int, colour: str, anchor: str = "la"
    ) -> float:
        """Write one line; its width in pixels."""
        face = font(weight, size)
        self.pen.text(at, text, font=face, fill=colour, anchor=anchor, language=self._language)
        return self.width_of(text, weight, size)

    def width_of(self, text: str, weight: str, size: int) -> float:
        """Width of a line in pixels."""
        return self.pen.textlength(text, font=font(weight, size), language=self._language)

    def wrapped(self, text: str, weight: str, size: int, width: float, most: int) -> list[str]:
        """The text in at most `most` lines of a width; what does not fit ends in an ellipsis."""
        lines: list[str] = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if not lines[-1] or self.width_of(longer, weight, size) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        if len(lines) > most:
            lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
        return [self._shortened(line, weight, size, width) for line in lines]

    def fitted(
        self, text: str, weight: str, sizes: tuple[int, ...], width: float, most: int
    ) -> tuple[int, list[str]]:
        """The largest of some sizes at which a text fits, and its lines; the last size at any rate."""
        for size in sizes:
            lines = self.wrapped(text, weight, size, width, most)
            if " ".join(lines) == " ".join(text.split()):
                return size, lines
        return sizes[-1], self.wrapped(text, weight, sizes[-1], width, most)

    def brand(self, brand: Brand, at: tuple[int, int], height: int) -> None:
        """The brand's icon and name, `at` being its upper left corner."""
        icon = Image.open(BytesIO(draw_icon(brand, 192, maskable=False))).resize((height, height))
        self.picture.paste(icon, at, icon)
        middle = (at[0] + height + height // 4, at[1] + height // 2)
        self.write(middle, brand.name, "bold", round(height * 0.72), tokens.INK.light, "lm")

    def png(self) -> bytes:
        """The card as PNG of few colours: some chats show no picture above 300 kB, and a photo would have 600."""
        colours = self.picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE)
        out = BytesIO()
        self.picture.quantize(palette=colours, dither=Image.Dither.FLOYDSTEINBERG).save(out, "PNG")
        return out.getvalue()

    def _shortened(self, line: str, weight: str, size: int, width: float) -> str:
        if self.width_of(line, weight, size) <= width:
            return line
        while " " in line and self.width_of(f"{line}…", weight, size) > width:
            line = line.rpartition(" ")[0]
        while line and self.width_of(f"{line}…", weight, size) > width:
            line = line[:-1]
        return f"{line.rstrip(' ,;')}…"
