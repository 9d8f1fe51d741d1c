"""Social cards: right words, right size, and never of what is not public."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from besa.core import languages
from besa.core.cards.canvas import Canvas
from besa.core.cards.shapes import shape_mask
from besa.reports.models import Report
from besa.reports.models.report import STATES, State, Visibility
from besa.reports.queries.cards import municipality_card, report_card
from besa.reports.services.moderation import hide_photo, hide_report
from tests.factories.photos import drawn_photo_on
from tests.factories.public import make_category, make_municipality, make_place, make_report

pytestmark = pytest.mark.django_db


def cards() -> list[Path]:
    return sorted((Path(settings.MEDIA_ROOT) / "cards").rglob("*.png"))


def card(path: str) -> Image.Image:
    response = Client().get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    image = Image.open(BytesIO(response.content))
    assert image.size == (1200, 630)
    assert len(response.content) < 300_000
    return image


def test_a_card_says_what_where_and_how_it_stands() -> None:
    town = make_municipality()
    report = make_report(municipality=town, place=make_place(town), category=make_category())
    said = report_card(report.pk, "sq")
    assert said is not None
    assert (said.title, said.place, said.state) == ("Gropë në rrugë", "Vitomiricë, Peja", "received")
    cyrillic = report_card(report.pk, "sr")
    latin = report_card(report.pk, "sr-latn")
    assert cyrillic is not None
    assert latin is not None
    assert (cyrillic.title, latin.title) == ("Рупа на путу", "Rupa na putu")


@pytest.mark.parametrize("language", languages.ALL)
def test_cards_are_drawn_in_every_language(language: str) -> None:
    report = make_report()
    card(f"/cards/reports/{report.pk}-{language}.png")
    card(f"/cards/m/{report.municipality.slug}-{language}.png")


def test_the_photo_is_on_the_card_and_leaves_it_when_hidden() -> None:
    report = make_report()
    photo = drawn_photo_on(report)
    address = f"/cards/reports/{report.pk}-en.png"
    red, _green, blue = card(address).convert("RGB").getpixel((40, 40))
    assert red > 180 > 60 > blue
    hide_photo(photo=photo, role="moderator")
    assert cards() == []
    assert card(address).convert("RGB").getpixel((40, 40)) != (red, _green, blue)


@pytest.mark.parametrize("visibility", [v for v in Visibility if v != Visibility.PUBLIC])
def test_what_is_not_public_has_no_card(visibility: str) -> None:
    report = make_report(visibility=visibility)
    assert Client().get(f"/cards/reports/{report.pk}-en.png").status_code == 404


def test_a_kept_card_is_not_served_once_the_report_is_hidden() -> None:
    report = make_report()
    address = f"/cards/reports/{report.pk}-en.png"
    card(address)
    assert len(cards()) == 1
    hide_report(report=report, role="moderator")
    assert Client().get(address).status_code == 404
    assert cards() == []


def test_a_card_is_drawn_once_for_each_state_and_brand_and_the_old_one_goes() -> None:
    report = make_report()
    address = f"/cards/reports/{report.pk}-en.png"
    card(address)
    first = cards()
    card(address)
    assert cards() == first
    Report.objects.filter(pk=report.pk).update(state=State.FIXED)
    card(address)
    second = cards()
    assert len(second) == 1
    assert second != first


def test_a_card_that_did_not_change_is_not_sent_again() -> None:
    report = make_report()
    address = f"/cards/reports/{report.pk}-en.png"
    etag = Client().get(address)["ETag"]
    assert Client().get(address, headers={"If-None-Match": etag}).status_code == 304


def test_the_municipality_card_counts_what_everybody_sees() -> None:
    town = make_municipality()
    make_report(municipality=town)
    make_report(municipality=town, state=State.FIXED)
    make_report(municipality=town, state=State.IN_PROGRESS)
    make_report(municipality=town, visibility=Visibility.HIDDEN)
    said = municipality_card(town.slug, "en")
    assert said is not None
    assert (said.open.n, said.fixed.n) == (2, 1)


def test_places_that_take_no_reports_and_odd_addresses_have_no_card() -> None:
    make_municipality("tropoja", active=False)
    for path in (
        "m/tropoja-en.png",
        "m/nowhere-en.png",
        "m/peja-de.png",
        "reports/1-de.png",
        "reports/999-en.png",
    ):
        assert Client().get(f"/cards/{path}").status_code == 404


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_shape_of_its_own(state: str) -> None:
    shape = shape_mask(state, 24).tobytes()
    others = [shape_mask(other, 24).tobytes() for other in STATES if other != state]
    assert max(shape) == 255
    assert shape not in others


def test_long_words_are_cut_and_not_painted_over_the_edge() -> None:
    canvas = Canvas("sq")
    lines = canvas.wrapped("x" * 200 + " y" * 200, "bold", 60, 500, 3)
    assert len(lines) == 3
    assert all(canvas.width_of(line, "bold", 60) <= 500 for line in lines)
    assert lines[-1].endswith("…")
