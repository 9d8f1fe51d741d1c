"""Whatever another system answers, it is read or refused, never more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from besa.open311.foreign.formats import Unreadable, read_rows, text_of
from besa.open311.foreign.options import WrongOption, read_options
from besa.open311.foreign.states import MEANINGS, NOTHING, meaning_of
from besa.open311.queries.updates import STATUSES
from besa.reports.models.report import State
from besa.reports.transitions import DECLINE_REASONS


@pytest.mark.parametrize(
    "body",
    [
        b'[{"service_request_id": 638344}]',
        b'{"service_requests": [{"service_request_id": "638344"}]}',
        b'{"service_request_id": "638344"}',
    ],
)
def test_json_as_it_is_found(body: bytes) -> None:
    (row,) = read_rows(body, "json")
    assert text_of(row, "service_request_id") == "638344"


def test_xml_with_lists() -> None:
    body = b"<x><service><service_code>1</service_code><values><value><key>a</key></value></values></service></x>"
    (row,) = read_rows(body, "xml")
    assert row == {"service_code": "1", "values": [{"key": "a"}]}


@settings(deadline=None)
@given(
    body=st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
    form=st.sampled_from(["json", "xml"]),
)
def test_anything_is_read_or_refused(body: bytes, form: str) -> None:
    try:
        rows = read_rows(body, form)
    except Unreadable:
        return
    for row in rows:
        assert all(isinstance(text_of(row, name), str) for name in row)


def test_our_own_words_are_understood() -> None:
    for state, word in STATUSES.items():
        assert word in MEANINGS
        if state in (State.ACKNOWLEDGED, State.IN_PROGRESS, State.FIXED, State.DECLINED):
            assert meaning_of(word).state == state
    for meaning in MEANINGS.values():
        assert (meaning.state == State.DECLINED) == bool(meaning.reason)
        assert not meaning.reason or meaning.reason in DECLINE_REASONS


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_any_word_means_something_or_nothing(word: str, own: dict[str, str]) -> None:
    assert meaning_of(word, own) in (*MEANINGS.values(), NOTHING)


@given(st.text())
def test_any_option_is_read_or_refused(text: str) -> None:
    try:
        pairs = read_options({"services": text}).services
    except WrongOption as wrong:
        assert str(wrong) == "services"
        return
    assert all(name and code for name, code in pairs.items())
