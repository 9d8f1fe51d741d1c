"""The sizes of an infographic and the files that are made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, product
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.insights.typesetting import Output


@dataclass(frozen=True)
class Size:
    """A page: width and height in points, which are the pixels of a picture; `label` says what it is for.

    Type of `smallest` points is the smallest that is set on it. A phone shows 1080 pixels as 7 cm.
    """

    key: str
    width: float
    height: float
    label: str | Promise
    formats: tuple[str, ...]
    smallest: float


_A4 = (595.276, 841.89)

#: paper first, then pictures from the squarest to the widest
SIZES: Final = {
    size.key: size
    for size in (
        Size("a4", *_A4, _("A4 for printing"), ("pdf", "png"), 7.5),
        Size("a3", 841.89, 1190.551, _("A3 for printing"), ("pdf",), 10.5),
        Size("square", 1080, 1080, _("Square picture"), ("png", "svg"), 20),
        Size("portrait", 1080, 1350, _("Upright picture"), ("png", "svg"), 20),
        Size("story", 1080, 1920, _("Story on a phone"), ("png", "svg"), 22),
        Size("wide", 1200, 630, _("Wide picture"), ("png", "svg"), 16),
    )
}
#: a page of paper as a picture is for looking at it on a screen
_PIXELS: Final = {"a4": 1.5}


def _outputs(size: Size) -> Iterator[Output]:
    """The files of a size, light and dark; of paper also one for a print shop, which is light."""
    for dark, ending in product((False, True), size.formats):
        name = f"{size.key}{'-dark' if dark else ''}.{ending}"
        yield Output(name, size.key, ending, dark, _PIXELS.get(size.key, 1))
    if "pdf" in size.formats:
        yield Output(f"{size.key}-print.pdf", size.key, "pdf", bleed=True)


#: files of one size are together, as they are made together
OUTPUTS: Final = tuple(chain.from_iterable(map(_outputs, SIZES.values())))


@dataclass(frozen=True)
class File:
    """A file of a set, as people choose it: "Square picture, 1080 × 1080, PNG"."""

    name: str
    size: Size
    format: str
    dark: bool
    for_print_shop: bool = False

    @property
    def pixels(self) -> str:
        """Width and height of a picture; nothing for paper, whose name says it."""
        return "" if self.format == "pdf" else f"{self.size.width:.0f} × {self.size.height:.0f}"


#: what is offered; the picture of the A4 page is only for the screen
OFFERED: Final = tuple(
    File(output.name, SIZES[output.layout], output.format, output.dark, output.bleed)
    for output in OUTPUTS
    if not (output.layout == "a4" and output.format == "png")
)
