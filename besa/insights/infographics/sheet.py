"""What the infographic of reporting and fixing says: only texts and parts of a whole, every number computed."""

from __future__ import annotations

from dataclasses import dataclass

from besa.insights.infographics.boards import Board


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


@dataclass(frozen=True, kw_only=True)
class Sheet(Board):
    """A municipality's reports of a period; `lead` says how many there were and how many are fixed."""

    of_ten: str
    parts: tuple[Part, ...]
    tiles: tuple[Tile, ...]
    steps_title: str
    steps: tuple[Step, ...]
    rows_title: str
    rows: tuple[Row, ...]
    waiting_title: str
    waiting: tuple[Tile, ...]


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
