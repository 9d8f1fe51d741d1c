"""The page on which a moderator removes words: choose, look, remove."""

from __future__ import annotations

import pytest
from django.test import Client

from besa.people.models import Role
from besa.reports.models import Report
from besa.reports.services.redaction import redact_report
from tests.factories.people import a_member, browser_of
from tests.factories.public import make_municipality, make_report
from tests.factories.spoken import NAME, PHONE, spoken_report

pytestmark = pytest.mark.django_db


def address(report: Report) -> str:
    return f"/en/desk/moderation/reports/{report.pk}/words/"


def moderator() -> Client:
    return browser_of(a_member(Role.MODERATOR), second_factor=True)


def test_choose_look_remove() -> None:
    report, browser = spoken_report(), moderator()
    page = browser.get(address(report)).content.decode()
    assert f"te {NAME}" in page
    assert page.count("I nderuar") == 2  # not the note for colleagues
    sent = {"passages": f"te {NAME}\r\n{NAME}\n {PHONE} ", "reason": "personal", "with_name": "on"}
    looked = browser.post(address(report), sent | {"step": "look"}).content.decode()
    assert "cannot be undone" in looked
    assert "të oborri […], tel. […]" in looked
    assert "They also go from" in looked
    assert Report.objects.get(pk=report.pk).text == report.text
    changed = browser.post(address(report), sent | {"step": "change"}).content.decode()
    assert "What was written" in changed
    done = browser.post(address(report), sent | {"step": "remove"}, follow=True)
    assert b"removed for good" in done.content
    assert b"Words were removed" in done.content
    assert NAME not in Report.objects.get(pk=report.pk).text
    assert NAME not in Client().get(f"/en/reports/{report.pk}/").content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"passages": "", "reason": "personal"}, "Write or select the words"),
        ({"passages": "nowhere", "reason": "personal"}, "does not stand in this report"),
        ({"passages": "e", "reason": "personal"}, "is too short"),
        ({"passages": "\n".join(f"w{n}" for n in range(60)), "reason": "personal"}, "at most 50"),
        ({"passages": NAME}, "Choose a reason"),
    ],
)
def test_bad_input_says_what_to_do(sent: dict[str, str], said: str) -> None:
    report = spoken_report()
    page = moderator().post(address(report), sent | {"step": "remove"}).content.decode()
    assert said in page
    assert Report.objects.get(pk=report.pk).text == report.text


def test_what_was_removed_by_somebody_else_is_said() -> None:
    report, browser = make_report(text=f"te {NAME}"), moderator()
    sent = {"passages": NAME, "reason": "personal", "step": "remove"}
    browser.post(address(report), sent)
    assert b"does not stand in this report" in browser.post(address(report), sent).content


def test_officers_and_coordinators_elsewhere_may_not() -> None:
    report = make_report(text=f"te {NAME}")
    for role, where in ((Role.OFFICER, report.municipality), (Role.COORDINATOR, make_municipality("kukes"))):
        browser = browser_of(a_member(role, where), second_factor=True)
        assert browser.get(address(report)).status_code == 403
        sent = {"passages": NAME, "reason": "personal", "step": "remove"}
        assert browser.post(address(report), sent).status_code == 403
    report.refresh_from_db()
    assert NAME in report.text


def test_the_municipality_sees_it_in_the_story() -> None:
    report = spoken_report()
    redact_report(report=report, passages=[NAME], reason="personal", role="moderator")
    coordinator = browser_of(
        a_member(Role.COORDINATOR, report.municipality, email="c2@x.org"), second_factor=True
    )
    page = coordinator.get(f"/en/desk/reports/{report.pk}/").content.decode()
    assert "Words were removed" in page
    assert "a moderator" in page
