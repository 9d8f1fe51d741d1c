"""Dates as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from besa.core.dates import exactly, in_words

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # 13:00 in both countries


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=10), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=2, minutes=40), "2 hours ago"),
        (timedelta(hours=13, minutes=1), "yesterday"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=9), "12 November"),
        (timedelta(days=400), "17 October 2025"),
        (timedelta(seconds=-10), "in a moment"),
        (timedelta(minutes=-5), "in 5 minutes"),
        (timedelta(hours=-3), "in 3 hours"),
        (timedelta(hours=-14), "tomorrow"),
        (timedelta(days=-4), "in 4 days"),
        (timedelta(days=-30), "21 December"),
        (timedelta(days=-60), "20 January 2027"),
    ],
)
def test_a_moment_is_said_as_people_say_it(ago: timedelta, words: str) -> None:
    with translation.override("en"):
        assert in_words(NOW - ago, NOW) == words


def test_a_day_without_time() -> None:
    with translation.override("en"):
        assert in_words(date(2026, 11, 21), NOW) == "today"
        assert in_words(date(2026, 11, 20), NOW) == "yesterday"


def test_days_are_those_of_the_legal_time() -> None:
    just_before_midnight = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)  # 23:30 on the 20th
    with translation.override("en"):
        assert in_words(just_before_midnight, NOW) == "yesterday"


@pytest.mark.parametrize(
    ("language", "words"), [("sq", "12 nëntor"), ("sr", "12. новембра"), ("sr-latn", "12. novembra")]
)
def test_months_have_their_own_names(language: str, words: str) -> None:
    with translation.override(language):
        assert in_words(NOW - timedelta(days=9), NOW) == words


def test_the_exact_time_is_in_the_title() -> None:
    with translation.override("en"):
        html = Template("{% when moment %}").render(Context({"moment": NOW}))
    assert 'datetime="2026-11-21T13:00:00+01:00"' in html
    assert 'title="21 November 2026, 13:00"' in html
    assert exactly(date(2026, 1, 2))


def test_no_date_shows_nothing() -> None:
    assert Template("{% when moment %}").render(Context({"moment": None})) == ""
