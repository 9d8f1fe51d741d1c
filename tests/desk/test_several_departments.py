"""An officer who works for two departments: both on one desk, and nothing of a third."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from besa.desk.queries.colleagues import colleagues_of
from besa.people.models import Department, Membership, Role, User
from besa.reports.models import Report
from besa.reports.models.report import Visibility
from tests.factories.desk import Town, a_report, a_town
from tests.factories.people import a_department, browser_of

pytestmark = pytest.mark.django_db
DESK = "/en/desk/"


@pytest.fixture
def town() -> Town:
    return a_town()


@pytest.fixture
def parks(town: Town) -> Department:
    """The second department of the town's officer of one department."""
    parks = a_department(town.municipality, "parks")
    Membership.objects.create(
        user=town.department_officer, role=Role.OFFICER, municipality=town.municipality, department=parks
    )
    return parks


def _listed(person: User, **query: Any) -> set[int]:
    page = browser_of(person).get(DESK, query)
    assert page.status_code == 200
    return {report.pk for report in page.context["rows"]}


def test_both_departments_are_on_the_desk_and_no_third(town: Town, parks: Department) -> None:
    water = a_department(town.municipality, "water")
    services, green, nobodys, foreign = (
        a_report(department=one) for one in (town.department, parks, None, water)
    )
    both = {services.pk, green.pk}
    officer = town.department_officer
    assert _listed(officer, view="open") == both | {nobodys.pk}
    assert _listed(officer, view="department") == both
    page = browser_of(officer).get(DESK, {"view": "open", "filters": 1})
    assert {one["key"]: one["count"] for one in page.context["views"]}["department"] == 2
    offered = [value for value, _ in page.context["choices"].departments]
    assert offered == ["none", str(parks.pk), str(town.department.pk)]
    assert _listed(officer, view="open", department=parks.pk) == {green.pk}
    assert _listed(officer, view="open", department=water.pk) == set()
    assert browser_of(officer).get(reverse("desk:report", args=[foreign.pk])).status_code in (403, 404)
    assert browser_of(officer).get(reverse("desk:report", args=[green.pk])).status_code == 200


def test_a_search_finds_what_is_not_public_in_both(town: Town, parks: Department) -> None:
    water = a_department(town.municipality, "water")
    green, _foreign = (
        a_report(department=one, text="Unfindable tree", visibility=Visibility.PRIVATE)
        for one in (parks, water)
    )
    assert _listed(town.department_officer, view="open", q="unfindable") == {green.pk}


def test_the_route_leads_to_both(town: Town, parks: Department) -> None:
    reports = {a_report(department=one).pk for one in (town.department, parks)}
    page = browser_of(town.department_officer).get(reverse("desk:field"), {"whose": "department"})
    assert {stop.report.pk for stop in page.context["route"].stops} == reports


def test_a_bulk_act_reaches_both_and_no_third(town: Town, parks: Department) -> None:
    water = a_department(town.municipality, "water")
    ours, foreign = a_report(department=parks), a_report(department=water)
    browser = browser_of(town.department_officer)
    _do(browser, "priority", [ours, foreign], priority="1", text="The rain comes")
    assert Report.objects.get(pk=ours.pk).priority == 1
    assert Report.objects.get(pk=foreign.pk).priority == 0


def _do(browser: Client, act: str, reports: list[Report], **values: str) -> None:
    sent = {"act": act, "step": "do", "pick": [one.pk for one in reports], **values}
    browser.post(reverse("desk:bulk"), sent | {"read_at": timezone.now().isoformat()})
    notice = browser.get(DESK).context["bulks"][0]
    browser.post(reverse("desk:bulk_act", args=[notice.bulk.pk]), {"now": "1"})


def test_who_is_given_a_report_of_one_of_theirs_leaves_it_there(town: Town, parks: Department) -> None:
    water = a_department(town.municipality, "water")
    [colleague] = [one for one in colleagues_of(town.municipality.pk) if one.user == town.department_officer]
    assert colleague.department_for(parks) == parks
    assert colleague.department_for(water) in (parks, town.department)
    assert colleague.department_for(None) is None
    assert colleague.sees(parks.pk) and colleague.sees(town.department.pk) and not colleague.sees(water.pk)
    [everywhere] = [one for one in colleagues_of(town.municipality.pk) if one.user == town.officer]
    assert everywhere.department_for(water) == water and everywhere.department_for(None) is None
