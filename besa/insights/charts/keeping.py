"""Charts on disk, by what they say: each is drawn once, and a changed number is another chart.

A page writes down what its charts say (a small file) and shows what is drawn already; a picture that is missing is
drawn when a browser asks for it.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import msgspec
from django.conf import settings
from django.utils import timezone, translation

from besa.core.brands import BRANDS, Brand
from besa.core.kept_files import write_again
from besa.insights.charts.describing import described
from besa.insights.charts.drawing import DRAUGHTSMAN
from besa.insights.charts.framing import bare, framed
from besa.insights.charts.specifications import DESIGN, specification
from besa.insights.charts.svg import Drawing, drawing_of
from besa.insights.charts.tables import csv_of
from besa.insights.charts.theme import NARROW, WIDE, Ground, Size, Theme
from besa.insights.series import Chart

KEPT_SECONDS = 14 * 24 * 3600
_DAY = 24 * 3600
_STATED = "chart.json"


@dataclass(frozen=True)
class Kept:
    """A chart whose file of facts is on disk. `digest` names it in addresses."""

    digest: str
    brand: Brand
    chart: Chart

    @property
    def folder(self) -> Path:
        """Where its pictures are."""
        return _folder(self.digest)


def keep(chart: Chart, brand: Brand) -> Kept:
    """Write down what a chart says, once. Its moment counts as a day, as it is shown: a page that is asked for twice
    has the same charts."""
    day = timezone.localtime(chart.as_of).replace(hour=0, minute=0, second=0, microsecond=0)
    chart = replace(chart, as_of=day)
    content = msgspec.json.encode({"brand": brand.key, "design": DESIGN, "chart": chart})
    kept = Kept(sha256(content).hexdigest()[:32], brand, chart)
    path = kept.folder / _STATED
    try:
        if time.time() - path.stat().st_mtime > _DAY:
            os.utime(path)  # asked for again: kept for another while
    except FileNotFoundError:
        write_again(path, content)
    return kept


def find(digest: str) -> Kept | None:
    """The chart of an address; None when it was never kept, or is gone."""
    try:
        content = (_folder(digest) / _STATED).read_bytes()
    except FileNotFoundError:
        return None
    facts = msgspec.json.decode(content, type=_Facts)
    return Kept(digest, BRANDS[facts.brand], facts.chart)


def is_drawn(kept: Kept) -> bool:
    """True when its drawings can be put into a page; the narrow one is made last."""
    return (kept.folder / f"inside-{NARROW.key}.svg").exists()


def inside_page(kept: Kept) -> tuple[str, str] | None:
    """The drawings for a wide and a narrow page, to be put into it; None while they are not drawn."""
    try:
        return (
            (kept.folder / f"inside-{WIDE.key}.svg").read_text(),
            (kept.folder / f"inside-{NARROW.key}.svg").read_text(),
        )
    except FileNotFoundError:
        return None


def file_of(kept: Kept, name: str) -> bytes:
    """One of `FILES` of a chart, drawn when it is missing. Raises KeyError, and drawing.NotDrawnError."""
    make = FILES[name]
    path = kept.folder / name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        with translation.override(kept.chart.language):
            content = make(kept)
        write_again(path, content)
        return content


def forget_all() -> None:
    """Delete every chart; those that pages still show are drawn again. A count of one may stand for somebody."""
    shutil.rmtree(_root(), ignore_errors=True)


def forget_old() -> int:
    """Delete charts that no page showed for two weeks; how many."""
    until = time.time() - KEPT_SECONDS
    old = [path.parent for path in _root().glob(f"*/*/{_STATED}") if path.stat().st_mtime < until]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


@dataclass(frozen=True)
class _Facts:
    brand: str
    design: int
    chart: Chart


def _drawn(kept: Kept, theme: Theme, size: Size) -> Drawing:
    if kept.chart.empty:
        return Drawing(size.width, 8, "")
    return drawing_of(DRAUGHTSMAN.draw(specification(kept.chart, theme, size)))


def _for_page(size: Size, ground: Ground) -> Callable[[Kept], bytes]:
    def make(kept: Kept) -> bytes:
        for other in (WIDE, NARROW):
            _make_inside(kept, other)
        theme = Theme(ground, kept.brand.key)
        return bare(kept.chart, _drawn(kept, theme, size), theme).encode()

    return make


def _make_inside(kept: Kept, size: Size) -> None:
    path = kept.folder / f"inside-{size.key}.svg"
    if path.exists():
        return
    theme = Theme(Ground.LIGHT, kept.brand.key)
    drawing = _drawn(kept, theme, size).recoloured(theme.variables())
    said = described(kept.chart).translate(_QUOTES)
    write_again(
        path,
        f'<svg class="chart-{size.key}" viewBox="0 0 {drawing.width:g} {drawing.height:g}" '
        f'width="{drawing.width:g}" height="{drawing.height:g}" role="img" aria-label="{said}" '
        f'fill="currentColor">{drawing.body}</svg>'.encode(),
    )


_QUOTES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def _alone(ground: Ground) -> Callable[[Kept], bytes]:
    def make(kept: Kept) -> bytes:
        theme = Theme(ground, kept.brand.key)
        return framed(kept.chart, _drawn(kept, theme, WIDE), theme, kept.brand).encode()

    return make


def _painted(name: str) -> Callable[[Kept], bytes]:
    def make(kept: Kept) -> bytes:
        return DRAUGHTSMAN.paint(file_of(kept, name).decode(), scale=2)

    return make


def _numbers(kept: Kept) -> bytes:
    return b"\xef\xbb\xbf" + csv_of(kept.chart).encode()  # the mark by which spreadsheets know UTF-8


#: name → how it is made
FILES: dict[str, Callable[[Kept], bytes]] = {
    **{
        f"{size.key}{'-dark' if ground is Ground.DARK else ''}.svg": _for_page(size, ground)
        for size in (WIDE, NARROW)
        for ground in Ground
    },
    "chart.svg": _alone(Ground.LIGHT),
    "chart-dark.svg": _alone(Ground.DARK),
    "chart.png": _painted("chart.svg"),
    "chart-dark.png": _painted("chart-dark.svg"),
    "chart.csv": _numbers,
}


@lru_cache(maxsize=8)
def _root_of(location: str) -> Path:
    return Path(location) / "charts"


def _root() -> Path:
    return _root_of(str(settings.CACHES["default"]["LOCATION"]))


def _folder(digest: str) -> Path:
    return _root() / digest[:2] / digest
