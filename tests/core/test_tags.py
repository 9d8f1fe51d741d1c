"""Symbols, states, clocks and numbers in templates."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation


def shown(source: str, language: str = "en", **values: object) -> str:
    with translation.override(language):
        return Template(source).render(Context(values)).strip()


def test_a_symbol_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in shown('{% icon "pin" %}')
    named = shown("{% icon name label %}", name="pin", label='Place "x"')
    assert 'role="img" aria-label="Place &quot;x&quot;"' in named
    assert "#pin" in named


def test_a_state_has_word_shape_and_colour() -> None:
    html = shown('{% status "fixed" label %}', label="Fixed <b>")
    assert 'class="status status-fixed"' in html
    assert "#state_fixed" in html
    assert "Fixed &lt;b&gt;" in html


NOW = timezone.now()


@pytest.mark.parametrize(
    ("due", "done", "look"),
    [
        (timedelta(days=3), None, "clock "),
        (timedelta(hours=5), None, "clock soon"),
        (timedelta(hours=-5), None, "clock late"),
        (timedelta(hours=-5), timedelta(hours=-9), "clock done"),
        (timedelta(hours=-5), timedelta(hours=-1), "clock late"),
    ],
)
def test_a_clock_says_how_a_deadline_stands(due: timedelta, done: timedelta | None, look: str) -> None:
    html = shown("{% clock due done %}", due=NOW + due, done=NOW + done if done else None)
    assert f'class="{look}"' in html


def test_a_late_answer_is_not_an_open_deadline() -> None:
    late = shown("{% clock due done %}", due=NOW - timedelta(days=2), done=NOW - timedelta(days=1))
    assert "answered late" in late
    assert "late, was due" in shown("{% clock due %}", due=NOW - timedelta(days=2))


@pytest.mark.parametrize(
    ("language", "written"), [("en", "12,345"), ("sq", "12\xa0345"), ("sr", "12.345"), ("sr-latn", "12.345")]
)
def test_numbers_are_written_as_readers_write_them(language: str, written: str) -> None:
    assert shown("{{ n|number }}", language, n=12345) == written


def test_no_number_is_a_dash() -> None:
    assert shown("{{ n|number }}", n=None) == "–"
    assert shown("{{ n|number:1 }}", n=2.25) in {"2.2", "2.3"}


@pytest.mark.parametrize(
    ("point", "classes"),
    [((0.5, 0.5), "fx-50 fy-50"), ((0.0, 1.0), "fx-0 fy-100"), ((0.9, -3), "fx-100 fy-0"), (None, "")],
)
def test_a_photos_focus_stays_in_sight(point: tuple[float, float] | None, classes: str) -> None:
    assert shown("{{ point|focus_classes }}", point=point) == classes


def test_a_person_without_name_stays_private() -> None:
    html = shown('{% include "core/components/person.html" with name="" %}')
    assert "Name not shown" in html
    assert "AK" in shown('{% include "core/components/person.html" with name="Arta Krasniqi" %}')
