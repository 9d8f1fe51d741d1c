"""However a name is spelled, it is found."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from besa.core.folding import fold, fold_all
from besa.core.languages import latin_from_cyrillic

_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})
#: all but archaic Greek letters, whose first byte is that of an accent
_text = st.text(st.characters(blacklist_categories=[]).filter(lambda one: not "\u0370" <= one <= "\u03ff"))


@pytest.mark.parametrize(
    ("spelled", "folded"),
    [
        ("Ђаковица", "dakovica"), ("Đakovica", "dakovica"), ("ÇERDHE", "cerdhe"), ("straße ﬁx ½", "strasse fix 1 2"),
        ("  Rr. “Dëshmorët”, 12–b ", "rr deshmoret 12 b"), ("a\ud800b", "a b"), ("", ""), ("…", ""),
    ],
)  # fmt: skip
def test_one_form_for_all_spellings(spelled: str, folded: str) -> None:
    assert fold(spelled) == folded


@settings(deadline=None)
@given(_text)
def test_it_says_what_patterns_would_say(text: str) -> None:
    text = text.lower()
    latin = latin_from_cyrillic(text) if re.search("[\u0400-\u04ff]", text) else text
    apart = unicodedata.normalize("NFKD", latin.translate(_LETTERS))
    assert fold(text) == re.sub("[^a-z0-9]+", " ", re.sub("[\u0300-\u036f]", "", apart)).strip()


@given(st.lists(_text, min_size=1))
def test_many_at_once_are_what_each_is_alone(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]
