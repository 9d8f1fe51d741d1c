"""The colours: the same in stylesheet and Python, legible, and apart for the colour-blind."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from django.conf import settings

from besa.core import tokens
from besa.core.brands import BRANDS
from besa.core.samples import icon_names
from besa.core.tokens import Colour
from besa.pledges.statuses import STATUSES
from besa.reports.models.report import State
from tests.core.colour_vision import contrast, distance_without_green

CSS = (settings.ROOT / "besa/core/static/core/besa.css").read_text()
LOOKS = ("light", "dark")
NAMED = {
    name.lower(): getattr(tokens, name)
    for name in ("PAPER", "SURFACE", "SUNKEN", "LINE", "EDGE", "INK", "MUTED", "ACCENT", "DANGER", "GOOD")
} | tokens.STATUS
DARK = "@media (prefers-color-scheme: dark)"


def properties(look: str, selector: str) -> dict[str, str]:
    """Custom properties that a selector sets for a look; dark adds to light."""
    light, _, dark = CSS.partition(DARK)
    found = {}
    for part in (light,) if look == "light" else (light, dark):
        for block in re.findall(rf"{re.escape(selector)} {{(.*?)}}", part, re.DOTALL)[:1]:
            found.update(dict(re.findall(r"--([\w-]+): ([^;]+);", block)))
    return found


def grounds(look: str) -> list[str]:
    return [getattr(ground, look) for ground in (tokens.PAPER, tokens.SURFACE)]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", NAMED)
def test_the_stylesheet_has_the_colours_of_the_tokens(name: str, look: str) -> None:
    assert properties(look, ":root")[name] == getattr(NAMED[name], look)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("key", BRANDS)
def test_a_brand_changes_the_brand_colour_only(key: str, look: str) -> None:
    shown = properties(look, ":root") | properties(look, f".brand-{key}")
    assert shown["brand"] == getattr(tokens.BRAND[key], look)
    assert BRANDS[key].colour == tokens.BRAND[key].light
    assert set(properties(look, f".brand-{key}")) <= {"brand", "brand-strong", "brand-tint", "on-brand"}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("key", BRANDS)
def test_text_on_the_brand_colour_is_legible(key: str, look: str) -> None:
    shown = properties(look, ":root") | properties(look, f".brand-{key}")
    for ground in ("brand", "brand-strong"):
        assert contrast(shown["on-brand"], shown[ground]) >= 4.5
    for ground in ("paper", "surface", "brand-tint"):
        assert contrast(shown["brand"], shown[ground]) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ["ink", "muted", "danger", "good"])
def test_text_is_legible_on_every_ground(name: str, look: str) -> None:
    shown = properties(look, ":root")
    for ground in ("paper", "surface", "sunken"):
        assert contrast(shown[name], shown[ground]) >= 4.5, ground


@pytest.mark.parametrize("look", LOOKS)
def test_what_stands_on_the_accent_is_legible(look: str) -> None:
    shown = properties(look, ":root")
    assert contrast(shown["on-accent"], shown["accent"]) >= 4.5
    assert contrast(shown["ink"], shown["warn-tint"]) >= 4.5
    assert contrast(shown["danger"], shown["danger-tint"]) >= 4.5
    assert contrast(shown["edge"], shown["surface"]) >= 3
    assert contrast(shown["focus"], shown["paper"]) >= 3


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("state", tokens.STATUS)
def test_a_status_is_legible_as_text_and_as_shape(state: str, look: str) -> None:
    colour = getattr(tokens.STATUS[state], look)
    for ground in grounds(look):
        assert contrast(colour, ground) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
def test_states_stay_apart_under_deuteranopia(look: str) -> None:
    colours = {state: getattr(colour, look) for state, colour in tokens.STATUS.items()}
    apart = {(a, b): distance_without_green(colours[a], colours[b]) for a, b in combinations(colours, 2)}
    assert min(apart.values()) >= 12, min(apart, key=apart.__getitem__)


def test_confusable_colours_would_be_found() -> None:
    red, green = Colour("#b22222", "#b22222"), Colour("#6e6a12", "#6e6a12")
    assert distance_without_green(red.light, green.light) < 12


def test_every_state_has_a_colour_a_shape_and_a_class() -> None:
    assert set(tokens.STATUS) == {state.value for state in State}
    assert {f"state_{state.value}" for state in State} <= set(icon_names())
    for state in State:
        assert f".status-{state.value} {{ --status: var(--{state.value}); }}" in CSS


def test_every_status_of_a_pledge_has_a_colour_of_its_own_a_shape_and_a_class() -> None:
    known = {facts.token for facts in STATUSES.values()}
    assert set(tokens.PLEDGE_STATUS) == known
    assert len(set(tokens.PLEDGE_STATUS.values())) == len(known)
    assert {f"state_{token}" for token in known} <= set(icon_names())
    names = {colour: state for state, colour in tokens.STATUS.items()}
    for token, colour in tokens.PLEDGE_STATUS.items():
        assert f".status-{token} {{ --status: var(--{names[colour]}); }}" in CSS


def test_state_shapes_are_different_drawings() -> None:
    sprite = Path(settings.ROOT / "besa/core/static/core/icons.svg").read_text()
    shapes = re.findall(r'<symbol id="state_\w+"[^>]*>(.*?)</symbol>', sprite)
    assert len(set(shapes)) == len(shapes) == 19
