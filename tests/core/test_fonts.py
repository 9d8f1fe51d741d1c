"""The font that pages load has every letter of our languages, and goes with its licence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from besa.core.fonts import CUTS, NAME, make_fonts

ALPHABETS = "ABCÇDEËFGHIJKLMNOPQRSTUVXYZ" + "ČĆŽŠĐ" + "АБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ" + "0123456789„”“’–…·"


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    assert make_fonts(settings.FONT_PACKAGE, folder) == len(CUTS)
    return folder


def test_every_letter_of_every_language_is_there(fonts: Path) -> None:
    letters = set().union(*(TTFont(fonts / f"{name}.woff2").getBestCmap() for name in CUTS))
    wanted = {ord(letter) for letter in ALPHABETS + ALPHABETS.lower()}
    assert {chr(code) for code in wanted - letters} == set()


def test_a_modified_font_has_its_own_name_and_its_licence(fonts: Path) -> None:
    assert TTFont(fonts / "besa-sans-latin.woff2")["name"].getDebugName(1) == NAME
    assert "SIL Open Font License" in (fonts / "OFL.txt").read_text(encoding="utf-8").replace(
        "LICENSE", "License"
    )


def test_nothing_is_cut_twice(fonts: Path) -> None:
    assert make_fonts(settings.FONT_PACKAGE, fonts) == 0


def test_the_stylesheet_names_the_same_letters(fonts: Path) -> None:
    css = (settings.ROOT / "besa/core/static/core/besa.css").read_text()
    for name, (_, ranges) in CUTS.items():
        named = re.search(rf"fonts/{name}\.woff2.*?unicode-range: ([^;]+);", css)
        assert named, name
        assert [_number(part) for part in named[1].split(",")] == [
            _number(part) for part in ranges.split()
        ], name


def _number(part: str) -> list[int]:
    return [int(code, 16) for code in part.strip().removeprefix("U+").split("-")]
