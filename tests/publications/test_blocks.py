"""What a block may hold, and what is refused with words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from besa.publications.bindings import Binding, BindingError, bindings_in, read_binding
from besa.publications.blocks import (
    KINDS,
    BlockRefused,
    digest_of,
    numbers_of,
    parse,
    shared_with,
    stored,
)

_OPEN = "{{figure reports.open|municipality=peja|as_of=2026-11-01}}"
_PHOTO = {"file": "a" * 32, "alt": "Ura e gurit", "credit": "Lëvizja Fjala e Dhënë"}

GOOD: dict[str, dict[str, Any]] = {
    "text": {"markdown": f"Në Pejë janë {_OPEN} probleme.[^1]\n\n[^1]: Besa"},
    "chapter": {"title": "Hyrje"},
    "figure": {"key": "reports.open", "parameters": {"municipality": "peja"}, "sentence": "Aq janë."},
    "chart": {"chart": "arrivals", "parameters": {"municipality": "peja"}, "as_of": "2026-11-01"},
    "table": {"caption": "Zotimet", "header": ["Fusha", "Numri"], "rows": [["Rrugët", _OPEN]]},
    "quote": {"text": "Do ta ndërtojmë.", "who": "Kryetarja"},
    "pledges": {"mandate": "dafina-liqenari-2025", "filters": {"area": "roads"}},
    "report_map": {"municipality": "peja"},
    "photo": {**_PHOTO, "focus": [500, 250]},
    "file": {"file": "abcdefghjk", "title": "Programi"},
    "callout": {"tone": "finding", "markdown": "E rëndësishme"},
}
BAD: list[tuple[str, dict[str, Any], str]] = [
    ("text", {"markdown": "  "}, "markdown"),
    ("text", {"markdown": "x" * 30_001}, "markdown"),
    ("text", {"markdown": "{{figure nothing.of.the.kind|municipality=peja}}"}, "markdown"),
    ("text", {"markdown": "{{figure reports.open|municipality=peja\n}}"}, "markdown"),
    ("figure", {"key": "__import__('os')"}, "key"),
    ("figure", {"key": "reports.open", "parameters": {"municipality": "<script>"}}, "key"),
    ("chart", {"chart": "../../etc/passwd", "parameters": {"municipality": "peja"}}, "chart"),
    ("table", {"caption": "x", "header": ["a", "b"], "rows": [["1"]]}, "cells"),
    ("table", {"caption": "x", "header": ["a"] * 13, "rows": []}, "cells"),
    ("quote", {"text": "x", "who": "x", "url": "javascript:alert(1)"}, "url"),
    ("photo", {**_PHOTO, "alt": " "}, "alt"),
    ("photo", {**_PHOTO, "credit": ""}, "credit"),
    ("photo", {**_PHOTO, "file": "../../secret"}, "file"),
    ("photo", {**_PHOTO, "focus": [1, 2000]}, "focus"),
    ("callout", {"tone": "shout", "markdown": "x"}, ""),
    ("text", {"markdown": "x", "html": "<script>"}, ""),
    ("text", {"markdown": 5}, ""),
    ("video", {}, ""),
]


def test_every_kind_has_a_good_block_that_comes_back_as_it_was() -> None:
    assert set(GOOD) == set(KINDS)
    for kind, data in GOOD.items():
        block = parse(kind, data)
        assert parse(kind, stored(block)) == block
        assert digest_of(kind, stored(block))


@pytest.mark.parametrize(("kind", "data", "name"), BAD, ids=lambda value: str(value)[:30])
def test_what_is_no_block_is_refused_in_the_field_to_blame(kind: str, data: Any, name: str) -> None:
    with translation.override("en"), pytest.raises(BlockRefused) as refused:
        parse(kind, data)
    assert [field for field, _why in refused.value.problems] == [name]
    assert all(str(why).endswith(".") for _field, why in refused.value.problems)


@given(st.dictionaries(st.text(max_size=8), st.text() | st.integers() | st.lists(st.text())))
def test_whatever_comes_is_a_block_or_refused(data: dict[str, Any]) -> None:
    for kind in KINDS:
        try:
            block = parse(kind, data)
        except BlockRefused:
            continue
        assert parse(kind, stored(block)) == block


@given(st.text())
def test_whatever_text_comes_its_numbers_are_read_or_refused(text: str) -> None:
    try:
        found = list(bindings_in(f"{{{{figure {text}}}}}"))
    except BindingError as error:
        assert str(error)
        return
    assert all(read_binding(str(one)[2:-2]) == one for one in found)


def test_letters_that_hide_others_are_dropped() -> None:
    block = parse("text", {"markdown": "pa\x00rë\u202etxt\r\nfund\ud800"})
    assert stored(block) == {"markdown": "parëtxt\nfund"}


def test_the_numbers_of_a_block_are_found_wherever_they_stand() -> None:
    bound = Binding("reports.open", (("municipality", "peja"),), date(2026, 11, 1))
    assert list(numbers_of("text", GOOD["text"])) == [bound]
    assert list(numbers_of("table", GOOD["table"])) == [bound]
    assert [one.key for one in numbers_of("figure", GOOD["figure"])] == ["reports.open"]
    assert str(bound) == _OPEN


def test_a_translation_keeps_its_words_and_takes_the_rest_from_the_original() -> None:
    original = stored(parse("figure", {**GOOD["figure"], "key": "reports.fixed"}))
    translated = {**GOOD["figure"], "sentence": "Толико их је."}
    assert shared_with("figure", original, translated) == {**original, "sentence": "Толико их је."}
