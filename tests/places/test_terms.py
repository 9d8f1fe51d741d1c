"""A page of Kukës and a page of Peja use their own country's words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import trans_real

from besa.places import terms
from besa.places.models import Municipality, Place


def test_both_countries_have_the_same_terms() -> None:
    assert set(terms._KOSOVO) == set(terms._ALBANIA)


@pytest.fixture
def _words_of_both_countries(tmp_path: Path, settings: Any) -> Iterator[None]:
    """A catalogue that says the same word differently for the two countries."""
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    for country, word in (("Kosovo", "kryetari i komunës"), ("Albania", "kryetari i bashkisë")):
        catalogue.append(polib.POEntry(msgid="mayor", msgctxt=country, msgstr=word))
    folder = tmp_path / "sq" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue.save_as_mofile(str(folder / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path]
    trans_real._translations.clear()
    yield
    trans_real._translations.clear()


@pytest.mark.usefixtures("_words_of_both_countries")
def test_the_country_is_the_context_of_the_message() -> None:
    with translation.override("sq"):
        assert terms.term("mayor", "XK") == "kryetari i komunës"
        assert terms.term("mayor", "AL") == "kryetari i bashkisë"


def test_a_template_asks_for_the_word_of_a_municipality() -> None:
    template = Template('{% load places %}{{ municipality|term:"Municipality" }}')
    with translation.override("en"):
        assert template.render(Context({"municipality": Municipality(country="AL")})) == "Municipality"


def test_an_unknown_term_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        terms.term("king", "XK")


def test_every_kind_of_place_has_words() -> None:
    for kind in (*Place.Kind.values, "municipality"):
        assert terms.kind_label(kind)
        assert terms.kind_label(kind, plural=True)


@pytest.mark.parametrize(
    ("language", "country", "said"),
    [
        (
            "sq",
            "AL",
            "Bashkia e mori. E konfirmoi bashkia (Kukës), jo komunisti; afati i bashkisë, te bashkitë.",
        ),
        ("sq", "XK", "Komuna e mori. E konfirmoi komuna (Kukës), jo komunisti; afati i komunës, te komunat."),
        ("en", "AL", "Komuna e mori. E konfirmoi komuna (Kukës), jo komunisti; afati i komunës, te komunat."),
    ],
)
def test_a_page_of_albania_says_bashkia_in_every_form(language: str, country: str, said: str) -> None:
    written = "Komuna e mori. E konfirmoi komuna (Kukës), jo komunisti; afati i komunës, te komunat."
    page = Template("{% load places %}{{ words|local:municipality }}")
    with translation.override(language):
        assert page.render(Context({"words": written, "municipality": Municipality(country=country)})) == said


def test_a_census_is_named_in_the_readers_language_and_anything_else_as_it_is() -> None:
    with translation.override("sq"):
        assert terms.source_label("census 2011") == "regjistrimi i vitit 2011"
        assert terms.source_label("INSTAT") == "INSTAT"


def test_an_assembly_of_albania_is_a_council() -> None:
    with translation.override("sq"):
        assert terms.in_words_of("AL", "anëtar i kuvendit komunal") == "anëtar i këshillit bashkiak"
        assert terms.in_words_of("XK", "anëtar i kuvendit komunal") == "anëtar i kuvendit komunal"
        assert terms.in_words_of("AL", "Kuvendet komunale: 21 vende në kuvend") == (
            "Këshillat bashkiakë: 21 vende në këshill"
        )
