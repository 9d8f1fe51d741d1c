"""Filters stand in the address: what goes in comes out, nonsense is left out, and each narrows as its word says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from besa.desk.builtin_views import VIEWS
from besa.desk.filters import AGES, LATENESS, PRIORITIES, filters_from
from besa.reports.models.report import STATES, Priority, State
from tests.factories.desk import Town, a_report, a_town
from tests.factories.people import browser_of
from tests.factories.public import make_category, make_place

KEYS = tuple(VIEWS)
NAMES = ("view", "tab", "q", "state", "category", "department", "assignee", "place", "due", "age", "priority")
VALUES = st.one_of(
    st.sampled_from([*KEYS, *STATES, *AGES, *LATENESS, *PRIORITIES, "none", "me", "waste", "12"]), st.text()
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=12))
def test_an_address_says_the_same_again(pairs: list[tuple[str, str]]) -> None:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    filters = filters_from(query, KEYS)
    assert filters_from(QueryDict(filters.as_query()), KEYS) == filters


@pytest.fixture
def town() -> Town:
    return a_town()


def _listed(browser: Client, **query: Any) -> set[int]:
    page = browser.get("/en/desk/", {"view": "all", **query})
    assert page.status_code == 200
    return {row.pk for row in page.context["rows"]}


@pytest.mark.django_db
def test_each_filter_narrows(town: Town) -> None:
    now = timezone.now()
    place = make_place(town.municipality)
    old = a_report(created_at=now - timedelta(days=40), place=place, responded_at=now)
    light = a_report(category=make_category("lighting"), state=State.IN_PROGRESS, responded_at=now)
    urgent = a_report(priority=Priority.URGENT, assignee=town.officer, department=town.department)
    late = a_report(response_due_at=now - timedelta(hours=1))
    unrepaired = a_report(fix_due_at=now - timedelta(hours=1), responded_at=now)
    browser = browser_of(town.officer)
    assert _listed(browser, place=place.pk) == _listed(browser, age="over30") == {old.pk}
    assert _listed(browser, category="lighting") == _listed(browser, state="in_progress") == {light.pk}
    assert _listed(browser, category=["lighting", "potholes"], state=["in_progress", "fixed"]) == {light.pk}
    assert _listed(browser, priority="high") == _listed(browser, priority="urgent") == {urgent.pk}
    assert _listed(browser, assignee="me") == _listed(browser, assignee=town.officer.pk) == {urgent.pk}
    assert _listed(browser, department=town.department.pk) == {urgent.pk}
    assert urgent.pk not in _listed(browser, assignee="none") | _listed(browser, department="none")
    assert _listed(browser, due="answer") >= {late.pk} and unrepaired.pk not in _listed(browser, due="answer")
    assert _listed(browser, due="repair") >= {unrepaired.pk} and late.pk not in _listed(browser, due="repair")
    assert _listed(browser, due="late") >= {late.pk, unrepaired.pk}
    assert old.pk not in _listed(browser, age="30")


@pytest.mark.django_db
def test_set_filters_are_named_and_can_be_taken_away(town: Town) -> None:
    place = make_place(town.municipality)
    query = {"view": "open", "q": "hole", "due": "late", "age": "7", "priority": "high", "state": "received"}
    query |= {"place": place.pk, "assignee": town.officer.pk, "category": "potholes"}
    query |= {"department": town.department.pk}
    make_category()
    page = browser_of(town.coordinator).get("/en/desk/", query)
    chips = {chip.label: chip.without for chip in page.context["chips"]}
    assert len(chips) == 9
    assert "place" not in chips[place.name] and "category=potholes" in chips[place.name]


@pytest.mark.django_db
def test_the_panel_offers_what_the_municipality_has(town: Town) -> None:
    browser = browser_of(town.officer)
    assert browser.get("/en/desk/").context["choices"] is None
    choices = browser.get("/en/desk/", {"filters": 1}).context["choices"]
    assert str(town.department.pk) in dict(choices.departments)
    assert str(town.coordinator.pk) in dict(choices.colleagues)
