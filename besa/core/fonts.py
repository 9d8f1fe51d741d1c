"""The web font, cut to the letters of our languages and to the weights that pages use.

Source Sans 3 (SIL Open Font Licence 1.1) comes from npm; its ready-made subset with č, ć, đ, š and ž alone weighs
60 KB, ours 3. The licence asks that a modified font carries another name: "Besa Sans".
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

NAME = "Besa Sans"
#: what each file of ours holds, and the files of the package it is cut from; besa.css names the same ranges
CUTS: dict[str, tuple[str, str]] = {
    "besa-sans-latin": ("latin", "20-7E A0-FF 2010-2026 2032-2033 20AC 2190-2193 2212"),
    "besa-sans-latin-serbian": ("latin-ext", "106-107 10C-10D 110-111 160-161 17D-17E"),
    "besa-sans-cyrillic": ("cyrillic", "402 408-40B 40F-418 41A-428 430-438 43A-448 452 458-45B 45F"),
}
_FEATURES = ["kern", "liga", "locl", "mark", "mkmk", "ccmp", "tnum", "lnum", "case"]
_NAME_RECORDS = {1, 3, 4, 6, 16, 25}


def make_fonts(package: Path, target: Path) -> int:
    """Cut the fonts that are missing in the target folder; how many were cut. Takes about a second each."""
    missing = [name for name in CUTS if not (target / f"{name}.woff2").exists()]
    target.mkdir(parents=True, exist_ok=True)
    for name in missing:
        subset, ranges = CUTS[name]
        _cut(
            package / "files" / f"source-sans-3-{subset}-wght-normal.woff2", ranges, target / f"{name}.woff2"
        )
    if missing:
        shutil.copy(package / "LICENSE", target / "OFL.txt")  # the licence goes where the font goes
    return len(missing)


def _cut(source: Path, ranges: str, target: Path) -> None:
    limited = io.BytesIO()
    instantiateVariableFont(TTFont(source), {"wght": (400, 700)}).save(limited)
    font = TTFont(limited)  # read again: the subsetter expects every glyph's variations, which limiting drops
    subsetter = Subsetter(Options(layout_features=_FEATURES, hinting=False, name_IDs=["*"]))
    subsetter.populate(unicodes=[code for part in ranges.split() for code in _codes(part)])
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in _NAME_RECORDS:
            record.string = NAME.replace(" ", "") if record.nameID in {6, 25} else NAME
    font.flavor = "woff2"
    draft = target.with_suffix(".draft")
    font.save(draft)
    draft.replace(target)


def _codes(part: str) -> range:
    first, _, last = part.partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)
