"""A municipality's hub says what is owed first, rightly, and in few queries."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from besa.reports.queries.board import board_of
from tests.factories.public import make_category, make_municipality, make_place, make_report

pytestmark = pytest.mark.django_db
_DAY = dt.timedelta(days=1)


def test_the_board_counts_what_is_owed() -> None:
    peja, prizren, now = make_municipality(), make_municipality("prizren"), timezone.now()
    old = now - 40 * _DAY
    make_report(created_at=now - _DAY)
    make_report(created_at=old)
    make_report(created_at=old, state="in_progress", responded_at=old + _DAY)
    make_report(created_at=old, state="reopened", responded_at=old + 9 * _DAY)
    make_report(created_at=old, state="fixed", responded_at=old + _DAY, closed_at=now - _DAY)
    make_report(
        created_at=old,
        state="fixed",
        responded_at=old + _DAY,
        closed_at=now - 2 * _DAY,
        confirmed_fixed=True,
    )
    make_report(
        created_at=now - 200 * _DAY,
        state="fixed",
        responded_at=now - 199 * _DAY,
        closed_at=now - 100 * _DAY,
    )
    make_report(created_at=old, state="withdrawn", closed_at=old + 5 * _DAY)  # nobody had to answer
    make_report(created_at=old, state="duplicate", responded_at=old + 9 * _DAY, closed_at=old + 9 * _DAY)
    make_report(created_at=old, visibility="hidden")
    make_report(created_at=old, municipality=prizren)
    board = board_of(peja.pk)
    assert (board.open, board.total, board.reopened) == (4, 9, 1)
    assert (board.late_answer, board.late_repair) == (1, 3)
    assert (board.fixed_of_late, board.confirmed_of_late) == (2, 1)
    assert (board.answered_in_time, board.answers_due, board.share_in_time) == (3, 6, 50)


def test_the_page_shows_board_map_latest_and_places(client: Client) -> None:
    peja = make_municipality()
    make_place(peja, "Vitomiricë")
    report = make_report(created_at=timezone.now() - 40 * _DAY)
    html = client.get("/en/m/peja/").content.decode()
    assert re.search(r"unanswered past the deadline", html)
    assert f"/en/reports/{report.pk}/" in html
    assert "data-map" in html
    assert "Vitomiricë" in html
    assert "/en/feeds/peja/reports.atom" in html


def test_without_reports_it_says_what_to_do(client: Client) -> None:
    make_municipality()
    assert "Nobody has reported a problem here so far" in client.get("/en/m/peja/").content.decode()


def test_a_municipality_that_is_not_here_yet_says_how_it_gets_here(client: Client) -> None:
    make_municipality("klina", active=False)
    html = client.get("/en/m/klina/").content.decode()
    assert "does not take reports" in html
    assert "How it gets here" in html


def test_an_unknown_municipality_is_not_found(client: Client) -> None:
    assert client.get("/en/m/atlantis/").status_code == 404


def test_the_page_takes_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for key in ("waste", "water", "signs"):
        for _ in range(5):
            make_report(category=make_category(key))
    client.get("/en/m/peja/")
    with django_assert_max_num_queries(15):
        client.get("/en/m/peja/")
