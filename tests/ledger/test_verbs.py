"""Every act that services record has a sentence that people understand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from besa.ledger.verbs import known_verbs, register_verbs, sentence_of

BESA = Path(__file__).resolve().parents[2] / "besa"
_RECORDED = re.compile(r'(?:verb=|_record\w*\(\s*(?:\w+(?:\[0\]|\.\w+)?,\s*)?)"([a-z]+\.[a-z_]+)"')


def recorded_in(source: str) -> set[str]:
    """Verbs that a module passes on to `record`."""
    return set(_RECORDED.findall(source))


def test_every_recorded_verb_has_a_sentence() -> None:
    recorded = set()
    for path in BESA.rglob("*.py"):
        recorded |= recorded_in(path.read_text(encoding="utf-8"))
    assert len(recorded) > 10
    assert recorded - set(known_verbs()) == set()


def test_the_gate_sees_verbs() -> None:
    source = 'record(verb="reports.a", x=1)\n_record(report, "photos.b", role)\n_record_act("people.c", 1)'
    assert recorded_in(source) == {"reports.a", "photos.b", "people.c"}


def test_an_unknown_verb_is_shown_as_it_is() -> None:
    assert sentence_of("pledges.broken") == "pledges.broken"


def test_a_verb_has_one_sentence() -> None:
    with translation.override("en"):
        assert sentence_of("ledger.erased").startswith("Personal data")
    with pytest.raises(ValueError, match="twice"):
        register_verbs({"ledger.erased": "something else"})
