"""Posters and stickers: the code opens the report form with the place filled in, in the brand's host and language."""

from __future__ import annotations

from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
from django.test import Client, override_settings
from PIL import Image
from pytest import approx

from besa.core import languages
from besa.core.brands import BRANDS, DEFAULT
from besa.insights.editions import folder_of
from besa.insights.ingredients import icons, ingredients, qr_svg
from besa.insights.models import Edition
from besa.insights.posters.leaflet import Leaflet, Step, Topic
from besa.insights.posters.poster import OUTPUTS, SOURCE, Poster
from besa.insights.queries.editions import corner_of, poster_wanted
from besa.insights.services.editions import make_edition
from besa.insights.typesetting import typeset
from besa.places.models import Municipality, Place
from besa.reports.queries.where import spot_of
from tests.factories.pdf import read_pdf
from tests.factories.places import bound, make_place, square
from tests.factories.public import make_municipality

pytestmark = pytest.mark.django_db

#: points in a millimetre
MM = 72 / 25.4


@pytest.fixture
def town() -> Municipality:
    town = make_municipality(names={"sq": "Peja", "sr": "Пећ", "en": "Peja"}, lat=42.66, lon=20.29)
    bound(town, square(20.2, 42.6))
    return town


@pytest.fixture
def village(town: Municipality) -> Place:
    return make_place(town, "vitomirice", 42.65, 20.25, names={"sq": "Vitomiricë", "sr": "Витомирица"})


def content_of(town: Municipality, language: str, **where: str) -> dict[str, object]:
    spot = spot_of(**where) if where else spot_of(municipality=town.slug)
    return poster_wanted(town, corner_of(spot, language), language, BRANDS["ndreqe"]).content


@pytest.mark.parametrize("language", languages.ALL)
def test_the_code_opens_the_form_with_the_place_filled_in(
    town: Municipality, village: Place, language: str
) -> None:
    corner = corner_of(spot_of(place=str(village.pk)), language)
    wanted = poster_wanted(town, corner, language, BRANDS["ndreqe"])
    address = f"http://ndreqe.localhost:8000/{language}/report/?place={village.pk}"
    assert wanted.content["place"] in {"Vitomiricë, Peja", "Витомирица, Пећ", "Vitomirica, Peć"}
    opened = next(
        url
        for url in (address, address.replace("/report/", "/reports/new/"))
        if wanted.content["qr"] == qr_svg(url)
    )
    page = Client().get(f"{urlsplit(opened).path}?{urlsplit(opened).query}")
    assert page.status_code == 200
    assert str(wanted.content["place"]).partition(",")[0] in page.content.decode()


def test_a_street_spot_keeps_its_point(town: Municipality, village: Place) -> None:
    corner = corner_of(spot_of(lat="42.65012", lon="20.25034"), "sq")
    assert corner.query == {"lat": "42.65012", "lon": "20.25034"}
    assert corner.key == "42-65012_20-25034"
    assert corner.name == "Vitomiricë, Peja"


def test_ordering_on_the_page(town: Municipality, village: Place) -> None:
    browser = Client()
    page = browser.get("/en/m/peja/posters/").content.decode()
    assert "Vitomiricë" in page
    answer = browser.post("/en/m/peja/posters/", {"place": str(village.pk), "language": "sq"}, follow=True)
    assert "<progress" in answer.content.decode()
    edition = Edition.objects.get()
    make_edition(pk=edition.pk)
    ready = browser.get(f"/en/m/peja/posters/?{answer.request['QUERY_STRING']}").content.decode()
    assert "/posters/peja/vitomirice/sq/poster-a3.pdf" in ready
    file = browser.get("/posters/peja/vitomirice/sq/poster-a4.pdf")
    assert file["Content-Disposition"] == 'inline; filename="peja-vitomirice-sq-poster-a4.pdf"'
    assert read_pdf(file.content).pages == 1
    picture = browser.get("/posters/peja/vitomirice/sq/poster.png").content
    assert Image.open(BytesIO(picture)).size == (595, 842)


def test_a_place_elsewhere_gets_a_message_and_no_poster(town: Municipality) -> None:
    other = make_municipality("istog", lat=42.78, lon=20.48)
    elsewhere = make_place(other, "gurrakoc", 42.79, 20.4)
    browser = Client()
    for query in (f"place={elsewhere.pk}", "place=x", "place=99999999", "lat=0&lon=0", "lat=x&lon=y"):
        page = browser.get(f"/en/m/peja/posters/?{query}")
        assert page.status_code == 200
        assert "This place is not in Peja" in page.content.decode()


@pytest.mark.parametrize("language", languages.ALL)
def test_posters_are_readable_from_three_metres_on_one_page(
    town: Municipality, village: Place, language: str, tmp_path: Path
) -> None:
    typeset(SOURCE, content_of(town, language, place=str(village.pk)), OUTPUTS, tmp_path)
    for name in ("poster-a4.pdf", "poster-a3.pdf", "stickers-a4.pdf"):
        content = (tmp_path / name).read_bytes()
        pdf = read_pdf(content)
        assert (pdf.pages, pdf.tagged, pdf.universal) == (1, True, True)
        assert all(pdf.fonts.values())
        assert pdf.text.count("Peja") + pdf.text.count("Пећ") + pdf.text.count("Peć") >= (
            10 if "stickers" in name else 1
        )
    cut = {"poster-a4": (210, 297), "poster-a3": (297, 420), "leaflet-a5": (148, 210)}
    for name, size in cut.items():
        page_is_cut(tmp_path / f"{name}-print.pdf", *size)
    # a tenth of the page's height is code: about 3 cm on A4 would do at arm's length, 7 cm at three metres
    rows = black_rows(Image.open(tmp_path / "poster.png"))
    assert rows > 842 * 0.25


def page_is_cut(path: Path, width: float, height: float) -> None:
    """A page for a print shop: how large it is when it is cut, 3 mm more all around, and marks outside of that."""
    assert read_pdf(path.read_bytes()).universal
    document = pypdfium2.PdfDocument(path)
    for page in document:
        left, bottom, right, top = page.get_trimbox()
        assert (right - left, top - bottom) == (approx(width * MM, abs=1), approx(height * MM, abs=1))
        three = 3 * MM
        around = (left - three, bottom - three, right + three, top + three)
        assert page.get_bleedbox() == approx(around, abs=0.1)
        picture = page.render(scale=2).to_pil().convert("L")
        for mark in (
            (left, left - 6 * MM),
            (right, top + 6 * MM),
            (left - 6 * MM, bottom),
            (right + 6 * MM, top),
        ):
            x, y = round(mark[0] * 2), round(picture.height - mark[1] * 2)
            assert picture.crop((x - 2, y - 2, x + 2, y + 2)).getextrema()[0] < 128, "a mark where to cut"
        edge = picture.getpixel((round((left - 2 * MM) * 2), round(8 * MM * 2 + left * 2)))
        assert isinstance(edge, int) and edge < 128, "the band goes on beyond the cut"


def black_rows(poster: Image.Image) -> int:
    """Rows in whose middle third there is much pure black beside much pure white: those of the code."""
    grey = poster.convert("L")
    found = 0
    for y in range(grey.height):
        line = [grey.getpixel((x, y)) for x in range(grey.width // 3, 2 * grey.width // 3)]
        black, white = (
            sum(value < 8 for value in line if isinstance(value, int)),
            sum(value > 247 for value in line if isinstance(value, int)),
        )
        found += black > len(line) * 0.15 and white > len(line) * 0.15
    return found


@pytest.mark.parametrize("brand", BRANDS)
def test_a_poster_prints_well_in_black_and_white(brand: str, tmp_path: Path) -> None:
    poster = Poster(
        question="Нешто овде не ради како треба?",
        call="Пријавите за један минут",
        place="Северна Митровица – Косовска „Ђаковица“, насеље Три Солитера",
        steps=("Скенирајте код", "Направите фотографију", "Пошаљите"),
        promise="Видите шта је с пријавом.",
        address="popravi.org",
        words={"qr": "QR"},
        leaflet=Leaflet(
            topics_title="Можете пријавити, на пример:",
            topics=(Topic("barrier", "Препреке за особе са инвалидитетом на улицама и у зградама"),) * 8,
            title="Како функционише",
            steps=(
                Step("pin", "Покажите на мапи где је, или напишите место ако не можете да користите мапу."),
            )
            * 5,
            promise_title="Шта је општина обећала",
            promises=(
                "Одговор у року од 3 радна дана.",
                "Поправка у року од 30 дана, где није обећано друго.",
            ),
            counted="Стање на дан 22. новембра 2026.",
            privacy="Није вам потребан налог ни апликација, и ваше име се не приказује.",
        ),
    )
    found = ingredients(BRANDS[brand], "sr", "https://popravi.org/sr/report/?place=1")
    content = {**asdict(poster), **found, "icons": icons()}
    typeset(SOURCE, content, OUTPUTS, tmp_path)
    grey = Image.open(tmp_path / "poster.png").convert("L")
    band, paper = grey.getpixel((10, 10)), grey.getpixel((10, 400))
    assert isinstance(band, int)
    assert band < 100
    assert paper == 255


def test_a_poster_names_the_host_of_its_brand(town: Municipality) -> None:
    with override_settings(BRAND_HOSTS="ndreqe=ndreqe.com;popravi=popravi.org", ALLOWED_HOSTS=["ndreqe.com"]):
        assert content_of(town, "sq")["address"] == "ndreqe.com"
    whole = corner_of(spot_of(municipality="peja"), "sq")
    assert (whole.key, whole.query) == ("all", {"municipality": "peja"})
    assert folder_of("ab12").name == "ab12"
    assert DEFAULT.key == "besa"
