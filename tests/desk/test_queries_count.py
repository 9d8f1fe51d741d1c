"""Pages of the desk ask the database a dozen times at most, however much there is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from besa.reports.services.answers import acknowledge_report, answer_report, note_internally
from tests.factories.desk import a_report, a_town
from tests.factories.people import browser_of
from tests.factories.public import make_place

pytestmark = pytest.mark.django_db
MOST = 12


def _queries(url: str, user) -> int:
    browser = browser_of(user)
    browser.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


def test_the_list() -> None:
    town = a_town()
    place = make_place(town.municipality)
    a_report()
    few = _queries(reverse("desk:queue"), town.department_officer)
    for _ in range(10):
        a_report(place=place, department=town.department)
    assert _queries(reverse("desk:queue"), town.department_officer) == few <= MOST
    assert _queries(reverse("desk:queue"), town.coordinator) <= MOST


def test_one_report() -> None:
    town, report = a_town(), a_report(answers={"depth": "10"})
    page = reverse("desk:report", args=[report.pk])
    acknowledge_report(report=report, role="officer", by=town.officer, text="Seen")
    few = _queries(page, town.officer)
    for _ in range(5):
        answer_report(report=report, role="officer", by=town.officer, text="Soon")
        note_internally(report=report, role="officer", by=town.officer, text="Hm")
    # A dozen, and four that sign in: session, person, memberships, note of the session's use.
    assert _queries(page, town.officer) == few <= MOST + 4
