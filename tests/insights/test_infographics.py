"""Infographics: computed numbers on one page, in four languages, made once, never of what is private."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from besa.core import languages
from besa.core.brands import BRANDS, DEFAULT
from besa.core.models import OutboxEvent
from besa.core.outbox import deliver_event
from besa.insights.editions import KINDS, Wanted, folder_of, key_of
from besa.insights.infographics.absence import NothingToShow
from besa.insights.infographics.sheet import Row, Sheet, Step, Tile, tenths
from besa.insights.infographics.sizes import OUTPUTS, SIZES
from besa.insights.infographics.templates import SOURCE, TEMPLATES
from besa.insights.ingredients import icons, ingredients
from besa.insights.lettering import MissingLettersError
from besa.insights.models import Edition
from besa.insights.queries.boards import Request, wanted_of
from besa.insights.queries.infographic import ENOUGH, sheet_of
from besa.insights.scopes import ask
from besa.insights.services.editions import forget_old_editions, make_edition, order_edition
from besa.insights.typesetting import NotSetError, Output, typeset
from besa.places.models import Municipality
from besa.reports.models.report import Visibility
from tests.factories.pdf import Pdf, read_pdf
from tests.factories.public import make_category, make_municipality, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Municipality:
    """A municipality with fourteen public reports of the last weeks, and as many that nobody may see."""
    town = make_municipality(names={"sq": "Peja", "sr": "Пећ", "en": "Peja"})
    category = make_category()
    for number in range(14):
        moment = timezone.now() - timedelta(days=3 + 2 * number)
        make_report(municipality=town, category=category, created_at=moment)
        make_report(municipality=town, category=category, created_at=moment, visibility=Visibility.PRIVATE)
    return town


def of_town(town: Municipality, language: str = "en") -> Wanted:
    return wanted_of(Request("reporting", town.slug, language))


def made(wanted: Wanted) -> Edition:
    edition = order_edition(wanted=wanted)
    make_edition(pk=edition.pk)
    edition.refresh_from_db()
    assert edition.error == ""
    assert edition.state == Edition.State.READY
    return edition


def set_alone(content: dict[str, Any], output: Output, folder: Path) -> bytes:
    typeset(SOURCE, content, [output], folder)
    return (folder / output.name).read_bytes()


def pdf_of(content: dict[str, Any], folder: Path) -> Pdf:
    return read_pdf(set_alone(content, OUTPUTS[0], folder))


def texts_of(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    for value in (
        content.values()
        if isinstance(content, dict)
        else content
        if isinstance(content, list | tuple)
        else ()
    ):
        yield from texts_of(value)


def crowded(language: str) -> Sheet:
    """A sheet with the longest names and the largest numbers there can be."""
    name = {
        "sq": "Fushë Kosova dhe rrethina",
        "sr": "Северна Митровица – Косовска „Ђаковица“",
        "sr-latn": "Severna Mitrovica – Kosovska „Đakovica“",
        "en": "North Mitrovica and its neighbourhoods",
    }[language]
    label = f"{name} {name.lower()}"
    tile = Tile("123.456 ditë", f"{label}", "n = 123.456; likely 123.456 ditë to 123.456 ditë", "fixed")
    return Sheet(
        template="reporting",
        kicker=label[:40],
        title=name,
        subtitle="23. новембра 2025. – 22. новембра 2026.",
        lead=(f"999.999 {label[:30]}.", f"888.888 {label[:30]}."),
        of_ten=label[:34],
        parts=(),
        tiles=(tile,) * 4,
        steps_title=label[:44],
        steps=tuple(Step("нов." if i % 4 == 0 else "", 999_999 - i, i, "999.999") for i in range(24)),
        rows_title=label[:44],
        rows=(Row(label[:64], "999.999", "100% të rregulluara", 1, 1), *(Row(name, "0", "", 0, 0),) * 4),
        waiting_title=label,
        waiting=(replace(tile, tone="danger", note=""),) * 4,
        counted=f"{label} 999.999",
        method=f"{label} {label}",
        address="ndreqe.com/sr-latn/m/" + "severna-mitrovica-i-okolina/statistics",
        words=dict.fromkeys(("fixed", "received", "declined", "qr"), label[:20]),
    )


def test_the_pdf_holds_the_computed_numbers_on_one_page(town: Municipality) -> None:
    edition = made(of_town(town))
    pdf = read_pdf((folder_of(edition.key) / "a4.pdf").read_bytes())
    assert pdf.pages == 1
    assert pdf.tagged
    assert pdf.universal
    assert pdf.fonts
    assert all(pdf.fonts.values())
    assert all("SourceSans3" in name for name in pdf.fonts)
    assert "14 problems were reported." in pdf.text
    assert "Counted from 14 public reports" in pdf.text
    assert "28" not in pdf.text.replace("2028", "")
    assert "/en/m/peja/statistics" in pdf.text
    for tile in edition.content["tiles"]:
        assert tile["value"] in pdf.text


@pytest.mark.parametrize("language", languages.ALL)
def test_every_file_is_made_in_every_language_in_its_exact_size(town: Municipality, language: str) -> None:
    edition = made(of_town(town, language))
    for output in OUTPUTS:
        content = (folder_of(edition.key) / output.name).read_bytes()
        if output.format == "png":
            size = SIZES[output.layout]
            wanted = (math.ceil(size.width * output.pixels), math.ceil(size.height * output.pixels))
            assert Image.open(BytesIO(content)).size == wanted
        elif output.format == "svg":
            assert escape(edition.content["alt"]) in content.decode()
        else:
            text = read_pdf(content).text
            assert {"sq": "Peja", "sr": "Пећ", "sr-latn": "Peć", "en": "Peja"}[language] in text


@pytest.mark.parametrize("language", languages.ALL)
def test_long_names_and_large_numbers_stay_on_their_page(language: str, tmp_path: Path) -> None:
    content = {
        **asdict(crowded(language)),
        "icons": icons(),
        **ingredients(BRANDS["popravi"], language, "https://popravi.org/" + "x" * 90),
    }
    typeset(SOURCE, content, OUTPUTS, tmp_path)
    pdf = read_pdf((tmp_path / "a4.pdf").read_bytes())
    assert pdf.pages == 1
    assert crowded(language).title in pdf.text


def test_dark_and_light_differ_in_nothing_but_colour(town: Municipality) -> None:
    folder = folder_of(made(of_town(town)).key)
    light, dark = (read_pdf((folder / name).read_bytes()) for name in ("a4.pdf", "a4-dark.pdf"))
    assert light.text == dark.text
    corner = [
        Image.open(folder / name).convert("L").getpixel((700, 20)) for name in ("wide.png", "wide-dark.png")
    ]
    assert corner[0] > 230 > 40 > corner[1]


@pytest.mark.parametrize(
    "name",
    [
        "#panic() $x$ *b* _i_ `c` <label> @ref",
        '"); #read("/etc/passwd") //',
        "\\u{41} [] {}",
        "= Heading\n- item",
        "' --> </svg>",
    ],
)
def test_a_hostile_name_is_shown_as_it_is(name: str, tmp_path: Path) -> None:
    sheet = replace(crowded("en"), title=name, rows=(Row(name, "1", name, 1, 1),))
    content = {**asdict(sheet), "icons": icons(), **ingredients(DEFAULT, "en", "https://besa.example/")}
    text = pdf_of(content, tmp_path).text
    assert name.replace("\n", "").replace(" ", "") in text.replace(" ", "")
    assert "root:" not in text


def test_a_letter_that_our_type_does_not_have_is_an_error(
    town: Municipality, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sheet = replace(crowded("en"), title="北京")
    with pytest.raises(MissingLettersError, match=r"U\+4EAC U\+5317"):
        pdf_of(
            {**asdict(sheet), "icons": icons(), **ingredients(DEFAULT, "en", "https://besa.example/")},
            tmp_path,
        )
    wanted = of_town(town)
    edition = order_edition(wanted=replace(wanted, content=wanted.content | {"title": "北京"}))
    make_edition(pk=edition.pk)
    edition.refresh_from_db()
    assert "a4.pdf of infographics/peja/365d/en/besa could not be made" in caplog.text
    assert (edition.state, edition.error) == (Edition.State.FAILED, "MissingLettersError: U+4EAC U+5317")


def test_what_does_not_fit_on_one_page_is_refused(tmp_path: Path) -> None:
    sheet = replace(crowded("en"), rows=(Row("x", "1", "", 1, 1),) * 90)
    with pytest.raises(NotSetError):
        pdf_of(
            {**asdict(sheet), "icons": icons(), **ingredients(DEFAULT, "en", "https://besa.example/")},
            tmp_path,
        )


def test_too_few_reports_make_no_infographic(town: Municipality) -> None:
    quiet = make_municipality("istog")
    for _ in range(ENOUGH - 1):
        make_report(municipality=quiet, category=make_category())
    with translation.override("en"), pytest.raises(NothingToShow) as few:
        sheet_of(ask(quiet), address="")
    assert few.value.n == ENOUGH - 1
    page = Client().get("/en/m/istog/infographic/").content.decode()
    assert "Too few reports for an infographic" in page
    assert '<button class="primary">' not in page
    assert Client().post("/en/m/istog/infographic/").status_code == 200
    assert not Edition.objects.exists()


def test_what_is_private_is_in_no_infographic(town: Municipality) -> None:
    before = key_of(of_town(town))
    make_report(municipality=town, category=make_category("private-thing"), visibility=Visibility.PRIVATE)
    make_report(
        municipality=town, category=make_category("waiting"), visibility=Visibility.AWAITING_MODERATION
    )
    assert key_of(of_town(town)) == before


def test_another_number_is_another_edition_and_the_address_stays(town: Municipality) -> None:
    first = made(of_town(town))
    address = "/infographics/peja/365d/en/a4.pdf"
    shown = Client().get(address)
    assert shown.status_code == 200
    assert shown["Content-Type"] == "application/pdf"
    assert Client().get(address, headers={"if-none-match": shown["ETag"]}).status_code == 304
    make_report(municipality=town, category=make_category())
    second = made(of_town(town))
    assert second.key != first.key
    again = Client().get(address)
    assert again["ETag"] != shown["ETag"]
    assert "15 problems were reported." in read_pdf(again.content).text


def test_ordering_twice_makes_it_once(town: Municipality) -> None:
    assert order_edition(wanted=of_town(town)).pk == order_edition(wanted=of_town(town)).pk
    assert OutboxEvent.objects.filter(name="insights.edition_ordered").count() == 1


def test_one_click_then_progress_then_files(town: Municipality) -> None:
    browser = Client()
    assert "/en/m/peja/infographic/" in browser.get("/en/m/peja/").content.decode()
    page = browser.get("/en/m/peja/infographic/").content.decode()
    assert 'hx-trigger="load, submit"' in page
    answer = browser.post("/en/m/peja/infographic/", {"period": "365d", "language": "sr"}, follow=True)
    assert "<progress" in answer.content.decode()
    make_report(municipality=town, category=make_category())  # a number changes while the files are made
    waiting = answer.request["PATH_INFO"] + "?" + answer.request["QUERY_STRING"]
    event = OutboxEvent.objects.get(name="insights.edition_ordered")
    deliver_event(event.pk)
    event.refresh_from_db()
    assert event.done_at is not None
    fragment = browser.get(waiting, headers={"hx-request": "true"})
    assert "HX-Request" in fragment["Vary"]
    html = fragment.content.decode()
    assert "<html" not in html
    assert "/infographics/peja/365d/sr/portrait.png" in html
    assert browser.get("/infographics/peja/365d/sr/portrait.png").status_code == 200
    assert "wa.me" in html


def test_an_edition_that_was_interrupted_is_finished(town: Municipality) -> None:
    wanted = of_town(town)
    edition = order_edition(wanted=wanted)
    typeset(SOURCE, edition.content, OUTPUTS[:3], folder_of(edition.key))
    before = (folder_of(edition.key) / OUTPUTS[0].name).stat().st_mtime_ns
    finished = made(wanted)
    assert finished.done == len(OUTPUTS)
    assert (folder_of(edition.key) / OUTPUTS[0].name).stat().st_mtime_ns == before


def test_files_that_are_not_there_are_not_found(town: Municipality) -> None:
    assert Client().get("/infographics/peja/365d/en/a4.pdf").status_code == 404
    made(of_town(town))
    assert Client().get("/infographics/peja/30d/en/a4.pdf").status_code == 404
    assert Client().get("/infographics/nowhere/365d/en/a4.pdf").status_code == 404
    assert Client().get("/posters/peja/365d/en/a4.pdf").status_code == 404
    assert Client().get("/infographics/peja/365d/en/content.json").status_code == 404


def test_nobody_orders_without_end(town: Municipality) -> None:
    browser = Client()
    for number in range(40):
        make_report(municipality=town, category=make_category())
        browser.post("/en/m/peja/infographic/", {"period": ("30d", "90d", "365d", "all")[number % 4]})
    assert Edition.objects.count() == 30


def test_bad_input_is_the_usual(town: Municipality) -> None:
    page = Client().get("/en/m/peja/infographic/?period=1e9&language=xx&edition=%25")
    assert page.status_code == 200
    assert Client().get("/en/m/%00/infographic/").status_code == 404


def test_replaced_editions_are_forgotten_after_a_month(town: Municipality) -> None:
    old = made(of_town(town))
    make_report(municipality=town, category=make_category())
    new = made(of_town(town))
    Edition.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert forget_old_editions() == 1
    assert not folder_of(old.key).exists()
    assert folder_of(new.key).exists()


def test_content_is_plain_and_names_nobody(town: Municipality) -> None:
    edition = order_edition(wanted=of_town(town))
    edition.refresh_from_db()
    assert json.loads(json.dumps(edition.content)) == edition.content
    assert Path(settings.MEDIA_ROOT) in folder_of(edition.key).parents
    assert not [text for text in texts_of(edition.content) if "@" in text]
    assert set(KINDS) >= {
        "infographics",
        "posters",
        "clips",
        *(key for key in TEMPLATES if key != "reporting"),
    }


@hypothesis_settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=5))
def test_ten_are_shared_out(numbers: list[int]) -> None:
    shares = tenths(numbers)
    assert sum(shares) == (10 if sum(numbers) else 0)
    assert all(
        abs(share - 10 * n / (sum(numbers) or 1)) < 1 for share, n in zip(shares, numbers, strict=True)
    )
