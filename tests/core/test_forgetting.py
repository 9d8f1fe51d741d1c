"""Words that are to be forgotten are found as people write them, and found again in an old copy by their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from besa.core.forgetting import Cut, Forgetting, cuts_in, passages_by

_WORD = st.text(alphabet="abcëç", min_size=1, max_size=4)
_TEXT = st.lists(_WORD, min_size=1, max_size=12).map(" ".join)


@pytest.mark.parametrize(
    ("passage", "text", "left"),
    [
        ("Arta", "Thirrni Arta në mbrëmje", "Thirrni […] në mbrëmje"),
        ("arta", "ARTA, Arta; Artan", "[…], […]; Artan"),
        ("Arta Gashi", "Arta\n  Gashi banon këtu", "[…] banon këtu"),
        ("044 123 456", "tel. 044 123 456.", "tel. […]."),
        ("+383 44", "(+383 44) 123", "([…]) 123"),
        ("a.b", "aXb a.b", "aXb […]"),
        ("Zymberaj", "te Zymberaj-t", "te […]-t"),
        ("Ђура", "Код Ђуре и ЂУРА", "Код Ђуре и […]"),
    ],
)
def test_whole_words_go_whatever_the_case_and_the_spaces(passage: str, text: str, left: str) -> None:
    assert Forgetting("report:x", (passage,)).left_of(text) == left


def test_passages_that_overlap_are_one_gap() -> None:
    both = Forgetting("report:x", ("Arta Gashi", "Gashi nga Peja"))
    assert both.left_of("Arta Gashi nga Peja tha") == "[…] tha"


def test_markup_and_json_lose_them_too_and_numbers_stay() -> None:
    some = Forgetting("report:x", ('O\'Neill & "Sons"', "Arta"))
    assert some.left_of_markup("<p>O&#x27;Neill &amp;<br>&quot;Sons&quot; këtu</p>") == "<p>[…] këtu</p>"
    assert some.left_in({"a": ["Arta", 7], "b": {"c": "te Arta"}}) == {"a": ["[…]", 7], "b": {"c": "te […]"}}
    assert not some.touches({"a": 1, "b": None})


def test_without_passages_everything_goes() -> None:
    all_of_it = Forgetting("report:x")
    assert all_of_it.everything
    assert all_of_it.left_of("Arta") == all_of_it.left_of_markup("<p>Arta</p>") == ""
    assert all_of_it.left_in({"a": "Arta"}) == {}
    assert all_of_it.left_in(["Arta"]) == []


@given(text=_TEXT, rounds=st.lists(st.lists(_WORD, min_size=1, max_size=3), min_size=1, max_size=4))
def test_a_copy_of_any_age_loses_what_was_removed_after_it(text: str, rounds: list[list[str]]) -> None:
    versions, cuts = [text], []
    for passages in rounds:
        forgetting = Forgetting("report:x", tuple(passages))
        found = list(cuts_in(versions[-1], forgetting, ("report", "1", "text")))
        if found:
            cuts += found
            versions.append(forgetting.left_of(versions[-1]))
    for version in versions:
        came_back = passages_by(cuts, version)
        assert came_back is not None
        again = Forgetting("report:x", tuple(came_back)).left_of(version) if came_back else version
        assert again == versions[-1]


@given(text=_TEXT, passage=_WORD)
def test_a_cut_says_nothing_of_the_words(text: str, passage: str) -> None:
    for cut in cuts_in(text, Forgetting("", (passage,)), ("report", "1", "text")):
        same_shape = "".join("x" if not letter.isspace() else letter for letter in text)
        assert cut == Cut(("report", "1", "text"), len(same_shape), cut.spans)


def test_a_text_that_was_never_cut_there_is_not_guessed_at() -> None:
    cut = Cut(("report", "1", "text"), 20, ((3, 8),))
    assert passages_by([cut], "a text of another length") is None
