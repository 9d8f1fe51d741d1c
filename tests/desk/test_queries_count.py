"""Pages of the desk ask the database a dozen or so times at most, however much there is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from besa.people.models import User
from besa.reports.services.answers import acknowledge_report, answer_report, note_internally
from tests.factories.desk import a_report, a_town
from tests.factories.people import browser_of
from tests.factories.public import make_category, make_place

pytestmark = pytest.mark.django_db
MOST = 12
#: one report also asks for prepared answers, colleagues, mentions, what was changed, and to whom it was sent
MOST_OF_ONE = 17


def _queries(url: str, user: User) -> int:
    """The fewest of three: what is held in memory is looked after once a second."""
    browser = browser_of(user)
    browser.get(url)
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(url).status_code == 200
        counts.append(len(captured))
    return min(counts)


def test_the_list_with_filters() -> None:
    """Eight; ten at most, as issue 3 asks for, with a search: among them session, person and memberships."""
    town = a_town()
    place = make_place(town.municipality)
    make_category("lighting")
    queue = reverse("desk:queue")
    filtered = f"{queue}?view=open&category=lighting&state=received&due=late&age=30&priority=high&assignee=me"
    few = _queries(filtered, town.officer)
    for _ in range(10):
        report = a_report(place=place, department=town.department, assignee=town.officer, priority=2)
        report.category = make_category("lighting")
        report.save()
    assert _queries(filtered, town.officer) == few <= 8
    assert _queries(f"{queue}?q=hole", town.officer) <= 10
    assert _queries(queue, town.coordinator) <= 10


def test_one_report() -> None:
    town, report = a_town(), a_report(answers={"depth": "10"})
    page = reverse("desk:report", args=[report.pk])
    acknowledge_report(report=report, role="officer", by=town.officer, text="Seen")
    note_internally(report=report, role="officer", by=town.officer, text="Hm")
    few = _queries(page, town.officer)
    for _ in range(5):
        answer_report(report=report, role="officer", by=town.officer, text="Soon")
        note_internally(report=report, role="officer", by=town.officer, text="Hm")
    # Those, and four that sign in: session, person, memberships, note of the session's use.
    assert _queries(page, town.officer) == few <= MOST_OF_ONE + 4
