"""The queue as a file for a spreadsheet: the same reports as the page, and nothing about who reported them."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from besa.desk.queries import listing
from besa.reports.models.report import State, Visibility
from tests.factories.desk import Town, a_report, a_town
from tests.factories.people import browser_of
from tests.factories.public import make_category, make_municipality, make_place

pytestmark = pytest.mark.django_db
FILE = "/en/desk/reports.csv"


@pytest.fixture
def town() -> Town:
    return a_town()


def _lines(browser: Client, **query: Any) -> list[dict[str, str]]:
    answer = browser.get(FILE, query)
    assert answer.status_code == 200 and answer.streaming
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _numbers(browser: Client, **query: Any) -> list[int]:
    return [int(line["Number"]) for line in _lines(browser, **query)]


def test_the_file_has_the_reports_of_the_page_in_their_order(town: Town, monkeypatch: Any) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", 2)
    now = timezone.now()
    for days in (5, 1, 3, -2, 4):
        a_report(response_due_at=now + timedelta(days=days))
    a_report(category=make_category("lighting"), response_due_at=now + timedelta(days=2))
    a_report(municipality=make_municipality("prizren"))
    browser = browser_of(town.officer)
    for query in ({}, {"view": "late"}, {"category": "lighting"}, {"q": "hole"}, {"view": "closed"}):
        page = browser.get("/en/desk/", query)
        rows = [row.pk for row in page.context["rows"]]
        assert _numbers(browser, **query) == rows
        assert ("/desk/reports.csv?" in page.content.decode()) == bool(rows)
    assert len(_numbers(browser)) == 6


def test_a_line_says_what_an_official_works_with_and_nothing_about_the_reporter(town: Town) -> None:
    now = timezone.now()
    report = a_report(
        reporter={"name": "Teuta Gashi", "show_name": True, "phone": "044123456"},
        text="=cmd|' /C calc'!A0 words of the reporter",
        address="=HYPERLINK(1)",
        place=make_place(town.municipality),
        department=town.department,
        assignee=town.officer,
        priority=2,
        state=State.IN_PROGRESS,
        visibility=Visibility.PRIVATE,
        responded_at=now,
        fix_due_at=now - timedelta(days=1),
    )
    browser = browser_of(town.officer)
    (line,) = _lines(browser, view="open")
    assert line["Number"] == str(report.pk)
    assert (line["Category"], line["State"]) == (report.category.name, "in progress")
    assert line["Address"] == "'=HYPERLINK(1)"
    assert (line["Department"], line["Person"]) == (town.department.name, str(town.officer))
    assert (line["Priority"], line["Late"], line["Not public"]) == ("urgent", "repair", "private")
    assert line["Link"].endswith(f"/en/desk/reports/{report.pk}/")
    whole = "".join(line.values())
    for words in ("Teuta", "teuta@example.com", "044123456", "words of the reporter"):
        assert words not in whole


def test_an_officer_of_a_department_gets_what_the_queue_shows_them(town: Town) -> None:
    own, nobodys = a_report(department=town.department), a_report()
    from_elsewhere = a_report(municipality=make_municipality("prizren"), department=None)
    other = a_town("gjakova").department
    a_report(department=other, municipality=other.municipality)
    found = set(_numbers(browser_of(town.department_officer), view="all"))
    assert found == {own.pk, nobodys.pk} and from_elsewhere.pk not in found
    refused = browser_of(town.department_officer).get(FILE, {"municipality": "prizren"})
    assert refused.status_code == 403


def test_a_long_list_costs_a_query_for_each_piece(town: Town, monkeypatch: Any) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", 3)
    browser = browser_of(town.officer)
    counts = []
    for _ in range(2):
        for _ in range(6):
            a_report()
        _numbers(browser)
        with CaptureQueriesContext(connection) as captured:
            _numbers(browser)
        counts.append(len(captured))
    assert counts[1] == counts[0] + 2
