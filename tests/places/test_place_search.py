"""People find places however they spell them, in every language, with and without JavaScript."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from besa.places.models import Municipality, Place
from besa.places.queries import places_of, search_places
from tests.factories.places import make_municipality, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def peja() -> Municipality:
    peja = make_municipality(
        "peja", names={"sq": "Peja", "sr": "Пећ", "en": "Peja"}, other_names=["Pejë"], active=True
    )
    names = {"sq": "Fushë e Çerdhes", "sr": "Ђаково Поље"}
    make_place(peja, "cerdhe", 42.55, 21.05, names=names, kind=Place.Kind.VILLAGE)
    quarter = {"sq": "Dardania", "sr": "Дарданија"}
    make_place(peja, "dardania", 42.56, 21.06, names=quarter, kind=Place.Kind.NEIGHBOURHOOD)
    return peja


@pytest.fixture
def gjilan() -> Municipality:
    gjilan = make_municipality("gjilan", names={"sq": "Gjilan", "sr": "Гњилане", "en": "Gjilan"}, active=True)
    make_place(gjilan, "dardani", 42.46, 21.46, names={"sq": "Dardania e Re", "sr": "Нова Дарданија"})
    return gjilan


def names(text: str, municipality: Municipality | None = None) -> list[str]:
    with translation.override("sq"):
        return [place.name for place in search_places(text, municipality)]


@pytest.mark.parametrize(
    "text",
    [
        "Çerdhe",
        "cerdh",
        "FUSHË",
        "fushe cerdhe",
        "Ђаково",
        "đakovo",
        "dakovo pol",
        "fushe cedhes",
        "fuhse",
        "  çerdhe! ",
    ],
)
def test_script_diacritics_and_one_slip_do_not_matter(text: str) -> None:
    assert names(text) == ["Fushë e Çerdhes"]


@pytest.mark.parametrize("text", ["", " ", "!!", "\x00", "zzzz", "peja zzzz", "cxrdxe", "q" * 5_000])
def test_what_names_nothing_finds_nothing(text: str) -> None:
    assert names(text) == []


def test_the_whole_name_comes_before_its_beginning(gjilan: Municipality) -> None:
    assert names("dardania") == ["Dardania", "Dardania e Re"]


def test_a_municipality_comes_first_and_by_any_of_its_names() -> None:
    make_place(Municipality.objects.get(slug="peja"), "pejan", 42.5, 21.0, names={"sq": "Pejan"})
    assert names("pej")[0] == "Peja"
    assert names("Pejë")[0] == names("Пећ")[0] == names("Pec")[0] == "Peja"


def test_the_municipality_may_be_among_the_words(gjilan: Municipality) -> None:
    assert names("dardania gjilan") == ["Dardania e Re"]
    assert names("peja dardania") == ["Dardania"]


def test_the_search_can_stay_within_a_municipality(gjilan: Municipality) -> None:
    assert names("dardania", gjilan) == ["Dardania e Re"]


def test_no_more_than_the_limit() -> None:
    peja = Municipality.objects.get(slug="peja")
    for number in range(15):
        make_place(peja, f"fshat-{number}", 42.5, 21.0, names={"sq": f"Fshati {number}"})
    assert len(search_places("fshati")) == 10
    assert len(search_places("fshati", limit=3)) == 3


def test_a_new_place_is_found_at_once() -> None:
    assert names("ujmisht") == []
    make_place(Municipality.objects.get(slug="peja"), "ujmisht", 42.5, 21.0)
    assert names("ujmisht") == ["Ujmisht"]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=100))
def test_no_text_breaks_the_search(text: str) -> None:
    search_places(text)


def test_json_for_machines_in_the_language_of_the_address(client: Client) -> None:
    answer = client.get("/sr/places/", {"q": "dardania"}, headers={"accept": "application/json"})
    (place,) = answer.json()["places"]
    assert (place["name"], place["municipality"], place["municipality_name"]) == ("Дарданија", "peja", "Пећ")
    assert (place["kind"], place["lat"], place["lon"]) == ("neighbourhood", 42.56, 21.06)
    latin = client.get("/sr-latn/places/", {"q": "dardania"}, headers={"accept": "application/json"})
    assert latin.json()["places"][0]["name"] == "Dardanija"


def test_a_page_for_people_and_a_fragment_for_htmx(client: Client) -> None:
    page = client.get("/en/places/", {"q": "dardania"})
    part = client.get("/en/places/", {"q": "dardania"}, headers={"HX-Request": "true"})
    assert "<h1>" in page.text and "Dardania" in page.text
    assert "<h1>" not in part.text and "Dardania" in part.text
    for answer in (page, part):
        assert {"Accept", "HX-Request"} <= {part.strip() for part in answer["Vary"].split(",")}


def test_without_javascript_a_result_is_a_button_to_the_next_page(client: Client) -> None:
    place = Place.objects.get(slug="dardania")
    text = client.get("/en/places/", {"q": "dardania", "next": "/en/report/"}).text
    assert 'action="/en/report/"' in text
    assert f'value="{place.pk}"' in text
    assert 'name="municipality"' in client.get("/en/places/", {"q": "peja", "next": "/en/report/"}).text


@pytest.mark.parametrize(
    "lure", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_results_lead_nowhere_but_to_this_site(client: Client, lure: str) -> None:
    words = {"q": "dardania", "next": lure}
    text = client.get("/en/places/", words, headers={"HX-Request": "true"}).text
    assert "Dardania" in text
    assert "<form" not in text and "evil" not in text


def test_what_is_typed_is_shown_as_text(client: Client) -> None:
    text = client.get("/en/places/", {"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in text and "&lt;script&gt;" in text


def test_an_unknown_municipality_and_nothing_typed_are_no_errors(client: Client) -> None:
    assert client.get("/en/places/", {"q": "dardania", "municipality": "atlantis"}).status_code == 200
    assert client.get("/en/places/").status_code == 200
    assert client.post("/en/places/").status_code == 405


def test_places_for_a_plain_select_are_grouped_and_sorted(peja: Municipality) -> None:
    make_place(peja, "arbëria", 42.5, 21.0, names={"sq": "Arbëria"}, kind=Place.Kind.NEIGHBOURHOOD)
    with translation.override("en"):
        groups = [(group.label, [place.name for place in group.places]) for group in places_of(peja)]
    assert groups == [("Neighbourhoods", ["Arbëria", "Dardania"]), ("Villages", ["Fushë e Çerdhes"])]
