"""What every set page is made with besides its words: colours of a brand, signs of the states, its mark, a QR code."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import segno
from django.contrib.staticfiles import finders

from besa.core import tokens
from besa.core.brands import Brand
from besa.core.languages import TAGS
from besa.core.tokens import Colour

_ON_BRAND: Final = Colour("#ffffff", "#06231f")
_SYMBOL = re.compile(r'<symbol id="(\w+)" viewBox="0 0 24 24">(.*?)</symbol>', re.DOTALL)
_STATE: Final = "state_"
#: the shape of a pledge that no round has come to yet
UNRATED: Final = "pledge_unrated"


def ingredients(brand: Brand, language: str, url: str) -> dict[str, Any]:
    """The part of a page's content that does not depend on what it says."""
    return {
        "lang": TAGS[language].partition("-")[0],
        "brand": brand.name,
        "mark": _mark(brand),
        "qr": qr_svg(url),
        "signs": _signs(),
        "colours": {ground: _colours(brand, ground) for ground in ("light", "dark")},
    }


@lru_cache(maxsize=256)
def qr_svg(url: str) -> str:
    """A QR code as SVG, black on white on any ground; readable with a quarter of it damaged."""
    out = io.BytesIO()
    segno.make_qr(url, error="q").save(out, kind="svg", border=2, xmldecl=False, light="#ffffff", nl=False)
    return out.getvalue().decode()


def _colours(brand: Brand, ground: str) -> dict[str, str]:
    named = {
        "paper": tokens.PAPER,
        "surface": tokens.SURFACE,
        "ink": tokens.INK,
        "muted": tokens.MUTED,
        "sunken": tokens.SUNKEN,
        "line": tokens.LINE,
        "edge": tokens.EDGE,
        "accent": tokens.ACCENT,
        "danger": tokens.DANGER,
        "brand": tokens.BRAND[brand.key],
        "on_brand": _ON_BRAND,
        **tokens.STATUS,
        **tokens.PLEDGE_STATUS,
        UNRATED: tokens.MUTED,
    }
    found = {name: str(getattr(colour, ground)) for name, colour in named.items()}
    band = found["brand"] if ground == "light" else _mixed(found["brand"], found["paper"], 0.24)
    on_band = found["on_brand"] if ground == "light" else found["ink"]
    tint = _mixed(found["brand"], found["paper"], 0.22)
    return {**found, "tint": tint, "band": band, "on_band": on_band}


def _mixed(colour: str, paper: str, part: float) -> str:
    channels = [
        round(int(colour[i : i + 2], 16) * part + int(paper[i : i + 2], 16) * (1 - part)) for i in (1, 3, 5)
    ]
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _signs() -> dict[str, str]:
    """The states' shapes, the same as on every page; `currentColor` and `#cut` are the colours to fill in."""
    return {key.removeprefix(_STATE): shape for key, shape in _symbols().items() if key.startswith(_STATE)}


def icons() -> dict[str, str]:
    """All other drawings of ours, by name, such as those of policy areas; `currentColor` is the colour to fill in."""
    return {key: shape for key, shape in _symbols().items() if not key.startswith(_STATE)}


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    return {
        name: f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{shape}</svg>'.replace(
            "var(--cut,#fff)", "#cut"
        )
        for name, shape in _SYMBOL.findall(_static("core/icons.svg"))
    }


@lru_cache(maxsize=8)
def _mark(brand: Brand) -> str:
    """The brand's pin; `#pin` and `#sign` are the colours to fill in."""
    mark = re.sub(r"<style>.*?</style>", "", _static(brand.mark))
    return mark.replace(f'fill="{brand.colour}"', 'fill="#pin"').replace('stroke="#fff"', 'stroke="#sign"')


def _static(path: str) -> str:
    found = finders.find(path)
    return Path(str(found)).read_text(encoding="utf-8")
