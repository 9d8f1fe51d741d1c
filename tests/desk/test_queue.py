"""The desk: who sees which reports in which list, and what a search finds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from besa.desk.queries import counts as desk_counts
from besa.people.models import Role
from besa.reports.models import Report
from besa.reports.models.report import State, Visibility
from tests.factories.desk import Town, a_report, a_town
from tests.factories.people import a_department, a_member, browser_of
from tests.factories.public import make_category, make_municipality

pytestmark = pytest.mark.django_db
DESK = "/en/desk/"


@pytest.fixture
def town() -> Town:
    return a_town()


def _listed(browser: Client, **query: Any) -> list[int]:
    page = browser.get(DESK, query)
    assert page.status_code == 200
    return [report.pk for report in page.context["rows"]]


def test_each_list_holds_what_its_name_says(town: Town) -> None:
    now = timezone.now()
    new = a_report()
    answered_late = a_report(responded_at=now, fix_due_at=now - timedelta(days=1), state=State.IN_PROGRESS)
    reopened = a_report(state=State.REOPENED, responded_at=now)
    closed = a_report(state=State.FIXED, closed_at=now, responded_at=now)
    own = a_report(department=town.department, responded_at=now, state=State.ACKNOWLEDGED)
    browser = browser_of(town.officer)
    assert _listed(browser) == [new.pk]
    assert _listed(browser, view="late") == [answered_late.pk]
    assert set(_listed(browser, view="open")) == {new.pk, answered_late.pk, reopened.pk, own.pk}
    assert _listed(browser, view="reopened") == [reopened.pk]
    assert _listed(browser, view="closed") == [closed.pk]
    assert _listed(browser_of(town.department_officer), view="department") == [own.pk]


def test_views_that_depend_on_who_reads_and_on_the_hour(town: Town) -> None:
    now = timezone.now()
    mine = a_report(assignee=town.officer)
    later_today = a_report(response_due_at=now + timedelta(seconds=5))
    repaired_today = a_report(
        fix_due_at=now + timedelta(seconds=5), responded_at=now, state=State.IN_PROGRESS
    )
    a_report(response_due_at=now + timedelta(days=2))
    long_ago = now - timedelta(days=4)
    silent = a_report(department=town.department, changed_at=long_ago)
    a_report(department=town.department)
    a_report(department=town.department, changed_at=long_ago, responded_at=now, state=State.IN_PROGRESS)
    passed_on = a_report(
        department=town.department, changed_at=long_ago, responded_at=long_ago, state=State.FORWARDED
    )
    browser = browser_of(town.officer)
    assert _listed(browser, view="mine") == [mine.pk]
    assert _listed(browser_of(town.coordinator), view="mine") == []
    assert set(_listed(browser, view="today")) == {later_today.pk, repaired_today.pk}
    assert set(_listed(browser, view="silent")) == {silent.pk, passed_on.pk}
    assert len(_listed(browser, view="all")) == Report.objects.count()


def test_what_is_due_first_comes_first(town: Town) -> None:
    now = timezone.now()
    later, sooner = (a_report(response_due_at=now + timedelta(days=days)) for days in (3, 1))
    assert _listed(browser_of(town.officer)) == [sooner.pk, later.pk]


def test_a_row_shows_its_deadline_as_a_clock_and_not_as_markup(town: Town) -> None:
    a_report(response_due_at=timezone.now() + timedelta(days=3))
    content = browser_of(town.officer).get(DESK).content.decode()
    assert '<span class="clock ' in content and "&lt;span" not in content


def test_an_officer_sees_the_own_municipality_and_a_department_officer_less(town: Town) -> None:
    other_department = a_department(town.municipality, "water")
    mine = a_report(department=town.department)
    nobodys = a_report()
    theirs = a_report(department=other_department)
    a_report(municipality=make_municipality("prizren"))
    assert set(_listed(browser_of(town.officer))) == {mine.pk, nobodys.pk, theirs.pk}
    assert set(_listed(browser_of(town.coordinator))) == {mine.pk, nobodys.pk, theirs.pk}
    assert set(_listed(browser_of(town.department_officer))) == {mine.pk, nobodys.pk}
    page = browser_of(town.department_officer).get(reverse("desk:report", args=[theirs.pk]))
    assert page.status_code == 403


def test_unconfirmed_and_erased_reports_are_on_no_desk(town: Town) -> None:
    for visibility in (Visibility.UNCONFIRMED, Visibility.ERASED):
        report = a_report(visibility=visibility)
        assert _listed(browser_of(town.officer)) == []
        page = browser_of(town.officer).get(reverse("desk:report", args=[report.pk]))
        assert page.status_code == 404


def test_private_and_waiting_reports_are_there_and_marked(town: Town) -> None:
    waiting = a_report(visibility=Visibility.AWAITING_MODERATION)
    private = a_report(visibility=Visibility.PRIVATE)
    browser = browser_of(town.officer)
    assert set(_listed(browser)) == {waiting.pk, private.pk}
    content = browser.get(DESK).content.decode()
    assert "not yet published" in content and "private" in content


def test_another_municipality_is_refused_and_an_unknown_one_too(town: Town) -> None:
    make_municipality("prizren")
    browser = browser_of(town.officer)
    for slug in ("prizren", "atlantis"):
        assert browser.get(DESK, {"municipality": slug}).status_code == 403


def test_who_works_in_two_municipalities_chooses(town: Town) -> None:
    second = make_municipality("prizren")
    there = a_report(municipality=second)
    town.officer.memberships.create(role=Role.OFFICER, municipality=second)
    browser = browser_of(town.officer)
    assert _listed(browser) == []
    assert _listed(browser, municipality="prizren") == [there.pk]


def test_a_moderator_of_everything_looks_and_cannot_answer(town: Town) -> None:
    report = a_report()
    browser = browser_of(a_member(Role.MODERATOR))
    assert _listed(browser, municipality="peja") == [report.pk]
    page = reverse("desk:report", args=[report.pk])
    assert browser.get(page).context["forms"] == []
    assert browser.post(page, {"action": "fix"}).status_code == 403


def test_a_number_or_words_narrow_a_list(town: Town) -> None:
    first = a_report(text="Ndriçimi publik nuk punon", category=make_category("lighting"))
    second = a_report(address="Rruga e Kuqe 4")
    browser = browser_of(town.officer)
    assert _listed(browser, q=str(first.pk)) == [first.pk]
    assert _listed(browser, q=f"#{second.pk}") == [second.pk]
    assert _listed(browser, q="publik") == [first.pk]
    assert _listed(browser, q="kuqe") == [second.pk]
    assert _listed(browser, category="lighting") == [first.pk]
    assert _listed(browser, category="nonsense") == []


@pytest.mark.parametrize(
    "query",
    [
        {"view": "x"},
        {"page": "9" * 30},
        {"page": "x"},
        {"department": "x"},
        {"department": "9" * 40},
        {"q": "%_'\""},
        {"q": "9" * 99},
        {"q": "٣"},
    ],
)
def test_nonsense_in_the_address_is_no_error(town: Town, query: dict[str, str]) -> None:
    a_report()
    assert browser_of(town.officer).get(DESK, query).status_code == 200


def test_counts_beside_the_tabs_stop_counting(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        a_report()
    counts = browser_of(town.officer).get(DESK).context["views"]
    assert {view["key"]: view["count"] for view in counts} == {
        "new": 3,
        "mine": 0,
        "late": 0,
        "today": 0,
        "reopened": 0,
        "silent": 0,
        "open": 3,
        "closed": None,
        "all": None,
    }
    monkeypatch.setattr(desk_counts, "COUNT_LIMIT", 2)
    counts = browser_of(town.officer).get(DESK).context["views"]
    assert counts[0]["count"] == 2


def test_the_list_and_its_fragment_share_an_address(town: Town) -> None:
    report = a_report()
    browser = browser_of(town.officer)
    part = browser.get(DESK, headers={"HX-Request": "true"})
    assert "HX-Request" in part["Vary"]
    assert b"<html" not in part.content and str(report.pk).encode() in part.content
    whole = browser.get(DESK, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert b"<html" in whole.content


def test_an_empty_desk_says_so(town: Town) -> None:
    page = browser_of(town.officer).get(DESK).content.decode()
    assert "every report has been seen" in page
    page = browser_of(town.officer).get(DESK, {"q": "xyz"}).content.decode()
    assert "Nothing in this list fits" in page


def test_pages_of_fifty(town: Town) -> None:
    for _ in range(52):
        a_report()
    browser = browser_of(town.officer)
    assert len(_listed(browser)) == 50
    assert len(_listed(browser, page=2)) == 2
    assert Report.objects.count() == 52
