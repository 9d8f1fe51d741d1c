"""What an infographic says: only texts and parts of a whole, every number of them computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from besa.insights.typesetting import Output

SOURCE: Final = "infographic.typ"
#: changes whenever infographics are to look different, so that they are made again
DESIGN: Final = 1
#: A4 for paper, and as a picture for the page; upright and wide for sharing
OUTPUTS: Final = tuple(
    Output(f"{name}{'-dark' if dark else ''}.{kind}", name, kind, dark, pixels)
    for dark in (False, True)
    for name, kind, pixels in (
        ("a4", "pdf", 1),
        ("a4", "png", 1.5),
        ("portrait", "png", 1),
        ("wide", "png", 1),
    )
)


@dataclass(frozen=True)
class Part:
    """A part of all reports: a state's sign, how many reports, and how many of ten that is."""

    state: str
    number: str
    label: str
    of_ten: int


@dataclass(frozen=True)
class Tile:
    """One large figure; `note` says from how many reports, or why there is none. `tone` is the colour of its edge."""

    value: str
    label: str
    note: str
    tone: str = "brand"


@dataclass(frozen=True)
class Step:
    """A month or week; an empty label is not shown, so that labels do not touch."""

    label: str
    received: int
    fixed: int
    received_text: str


@dataclass(frozen=True)
class Row:
    """A category: its bar is `part` of the longest, of which `fixed` is filled."""

    label: str
    value: str
    note: str
    part: float
    fixed: float


@dataclass(frozen=True)
class Sheet:
    """All that an infographic says."""

    kicker: str
    municipality: str
    period: str
    headline: tuple[str, ...]
    of_ten: str
    parts: tuple[Part, ...]
    tiles: tuple[Tile, ...]
    steps_title: str
    steps: tuple[Step, ...]
    rows_title: str
    rows: tuple[Row, ...]
    waiting_title: str
    waiting: tuple[Tile, ...]
    counted: str
    method: str
    address: str
    words: dict[str, str]


def tenths(numbers: list[int]) -> list[int]:
    """Ten shared out in proportion, by largest remainder; all zero when there is nothing to share."""
    total = sum(numbers)
    if not total:
        return [0] * len(numbers)
    shares = [number * 10 // total for number in numbers]
    order = sorted(range(len(numbers)), key=lambda i: -(numbers[i] * 10 % total))
    for i in order[: 10 - sum(shares)]:
        shares[i] += 1
    return shares
