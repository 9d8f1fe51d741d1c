"""Where the pledges are: the municipality's outline with a mark for each place, drawn as SVG on the server.

It needs no script and no tiles, so it also prints and stands in a frame. A place's mark grows with its pledges.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import shapely
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from besa.places import memory
from besa.pledges.models import Mandate
from besa.pledges.public_cards import Card, Spot

_WIDTH: Final = 600
_MARGIN: Final = 28
#: detail that would not be seen, degrees
_TOLERANCE: Final = 0.001
_SMALLEST, _LARGEST = 10.0, 20.0
#: of a letter of a label, and of its line
_LETTER, _LINE = 8.2, 18.0
_TALLEST = 720
#: so many places are listed before the others can be opened
_FIRST: Final = 10


@dataclass(frozen=True)
class Mark:
    """A place on the drawing, how many pledges it has, and how large its mark is.

    `label` is where the middle of its name stands; None where there is no room: the list beside the map has it.
    """

    spot: Spot
    n: int
    x: float
    y: float
    radius: float
    label: tuple[float, float] | None = None

    def words(self) -> str:
        """Its number, in the middle, and its name."""
        name = ""
        if self.label:
            x, y = self.label
            name = f'<text x="{x:.1f}" y="{y:.1f}">{escape(self.spot.name)}</text>'
        return f'<text class="count" x="{self.x:.1f}" y="{self.y + 5:.1f}">{self.n}</text>{name}'


@dataclass(frozen=True)
class PledgeMap:
    """A drawing of a width and height, with the outline as an SVG path."""

    width: int
    height: int
    outline: str
    marks: list[Mark]

    def listed(self) -> SafeString:
        """The same places as lists, each with the way to its pledges: those with
        most of them, then the others, closed."""
        rows = [
            f'<li><a href="?place={one.spot.slug}#pledges">{escape(one.spot.name)}</a> '
            f'<span class="muted numbers">{words}</span></li>'
            for one in self.marks
            for words in [ngettext("%(n)s pledge", "%(n)s pledges", one.n) % {"n": one.n}]
        ]
        first, others = (rows[:_FIRST], rows[_FIRST:]) if len(rows) > _FIRST + 2 else (rows, [])
        told = f'<ul class="plain stack-s">{"".join(first)}</ul>'
        if others:
            more = ngettext("%(n)s more place", "%(n)s more places", len(others)) % {"n": len(others)}
            inside = f'<ul class="plain pledge-places">{"".join(others)}</ul>'
            told += f"<details><summary>{more}</summary>{inside}</details>"
        return SafeString(told)

    def drawn(self) -> SafeString:
        """The drawing. The numbers of an SVG have a point, whatever the reader's language."""
        said = _("Map of the places that pledges are about; the list beside it says the same.")
        circles = "".join(
            [f'<circle cx="{one.x:.1f}" cy="{one.y:.1f}" r="{one.radius:.1f}"/>' for one in self.marks]
        )
        return SafeString(
            f'<svg class="pledge-map" viewBox="0 0 {self.width} {self.height}" role="img" aria-label="{escape(said)}">'
            + (f'<path d="{self.outline}"/>' if self.outline else "")
            + circles
            + "".join([one.words() for one in self.marks])
            + "</svg>"
        )


def map_of(mandate: Mandate, cards: Sequence[Card]) -> PledgeMap | None:
    """The map of a mandate's pledges; None where no pledge has a place."""
    counts: dict[Spot, int] = {}
    for card in cards:
        for spot in card.spots:
            counts[spot] = counts.get(spot, 0) + 1
    if not counts:
        return None
    area = memory.current().areas_on(date.today()).of(mandate.municipality_id)
    shape = area.polygon.simplify(_TOLERANCE) if area else None
    frame = _Frame(shape, list(counts))
    most = max(counts.values())
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0].slug))
    marks = [Mark(spot, n, *frame.at(spot.lat, spot.lon), _radius(n, most)) for spot, n in ordered]
    return PledgeMap(
        width=_WIDTH,
        height=frame.height,
        outline=frame.path_of(shape) if shape is not None else "",
        marks=_labelled(marks, frame.height),
    )


def _radius(n: int, most: int) -> float:
    """By area, so that four pledges look like twice two."""
    return round(max(_SMALLEST, _LARGEST * math.sqrt(n / most)), 1)


Box = tuple[float, float, float, float]


def _labelled(marks: list[Mark], height: float) -> list[Mark]:
    """The marks with their names below, above or beside them, wherever one covers neither a mark nor another name."""
    taken: list[Box] = [
        (mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius)
        for mark in marks
    ]
    labelled = []
    for mark in marks:
        half = len(mark.spot.name) * _LETTER / 2
        beside = mark.radius + half + 5
        around = ((0, mark.radius + 15), (0, -mark.radius - 6), (beside, 5), (-beside, 5))
        for dx, dy in around:
            x, y = mark.x + dx, mark.y + dy
            box = (x - half, y - _LINE + 4, x + half, y + 4)
            inside = box[0] > 0 and box[1] > 0 and box[2] < _WIDTH and box[3] < height
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                mark = replace(mark, label=(round(x, 1), round(y, 1)))
                break
        labelled.append(mark)
    return labelled


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class _Frame:
    """From degrees to the drawing: flat, as a municipality is a few tens of kilometres wide."""

    def __init__(self, shape: Any, spots: list[Spot]) -> None:
        points = shapely.MultiPoint([(spot.lon, spot.lat) for spot in spots])
        west, south, east, north = points.union(shape).bounds if shape is not None else points.bounds
        self._narrow = math.cos(math.radians((south + north) / 2))
        self._west, self._north = west, north
        across = max((east - west) * self._narrow, 0.01)
        down = max(north - south, 0.01)
        room = _WIDTH - 2 * _MARGIN
        self._scale = min(room / across, (_TALLEST - 2 * _MARGIN) / down)
        self._left = (_WIDTH - across * self._scale) / 2
        self.height = round(down * self._scale + 2 * _MARGIN + 16)

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """A point of the drawing."""
        x = self._left + (lon - self._west) * self._narrow * self._scale
        return round(x, 1), round(_MARGIN + (self._north - lat) * self._scale, 1)

    def path_of(self, shape: Any) -> str:
        """The outline as the `d` of an SVG path."""
        parts = getattr(shape, "geoms", [shape])
        rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
        return " ".join(self._ring(ring) for ring in rings)

    def _ring(self, ring: Any) -> str:
        points = [self.at(lat, lon) for lon, lat in ring.coords]
        return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"
