"""Closed is not fixed: the reporter's word, and two neighbours'."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from besa.ledger.models import Entry
from besa.places.models import Municipality
from besa.reports.models import Confirmation, Report, Update
from besa.reports.models.report import State
from besa.reports.private_links import secret_of
from besa.reports.services.answers import ChangeRefused, confirm_fix, fix_report
from tests.factories.desk import a_report, a_town
from tests.factories.people import browser_of

pytestmark = pytest.mark.django_db


def _fixed() -> Report:
    report = a_report()
    fix_report(report=report, role="officer", text="Done")
    return report


def test_the_reporter_confirms() -> None:
    report = _fixed()
    confirm_fix(report=report, fixed=True, by_role="reporter")
    report.refresh_from_db()
    assert (report.state, report.confirmed_fixed) == (State.FIXED, True)
    assert Entry.objects.latest("pk").verb == "reports.confirmed_fixed"


def test_the_reporters_no_reopens_with_the_reason() -> None:
    report = _fixed()
    confirm_fix(report=report, fixed=False, by_role="reporter", reason="Only half of it")
    report.refresh_from_db()
    assert (report.state, report.confirmed_fixed, report.closed_at) == (State.REOPENED, False, None)
    assert Update.objects.get(text="Only half of it").audience == Update.Audience.PUBLIC


def test_where_everything_is_read_first_the_reason_waits_for_a_moderator() -> None:
    report = _fixed()
    report.municipality.moderation = Municipality.Moderation.BEFORE
    report.municipality.save()
    confirm_fix(report=report, fixed=False, by_role="reporter", reason="Only half of it")
    assert Update.objects.get(text="Only half of it").audience == Update.Audience.WAITING
    fix_report(report=report, role="officer")
    confirm_fix(report=report, fixed=True, by_role="reporter", reason="Greet Ilir")
    assert Update.objects.get(text="Greet Ilir").audience == Update.Audience.INTERNAL


def test_one_neighbour_is_noted_and_two_reopen() -> None:
    report = _fixed()
    confirm_fix(report=report, fixed=False, by_role="neighbour", device="a", reason="Liars")
    confirm_fix(report=report, fixed=False, by_role="neighbour", device="a")
    report.refresh_from_db()
    assert report.state == State.FIXED
    assert Confirmation.objects.count() == 1
    confirm_fix(report=report, fixed=False, by_role="neighbour", device="b")
    report.refresh_from_db()
    assert report.state == State.REOPENED
    assert Update.objects.get(text="Liars").audience == Update.Audience.INTERNAL


def test_neighbours_do_not_overrule_a_reporter_who_confirmed() -> None:
    report = _fixed()
    confirm_fix(report=report, fixed=True, by_role="reporter")
    for device in "abc":
        confirm_fix(report=report, fixed=False, by_role="neighbour", device=device)
    report.refresh_from_db()
    assert (report.state, report.confirmed_fixed) == (State.FIXED, True)


def test_votes_of_an_earlier_round_do_not_count_in_the_next() -> None:
    report = _fixed()
    for device in "ab":
        confirm_fix(report=report, fixed=False, by_role="neighbour", device=device)
    report.refresh_from_db()
    fix_report(report=report, role="officer")
    confirm_fix(report=report, fixed=False, by_role="neighbour", device="c")
    report.refresh_from_db()
    assert (report.state, report.confirmed_fixed) == (State.FIXED, None)


@pytest.mark.parametrize(("role", "device"), [("neighbour", ""), ("officer", "a")])
def test_who_has_no_verdict(role: str, device: str) -> None:
    with pytest.raises(ChangeRefused):
        confirm_fix(report=_fixed(), fixed=True, by_role=role, device=device)


def test_there_is_nothing_to_confirm_before_it_is_said_to_be_fixed() -> None:
    with pytest.raises(ChangeRefused):
        confirm_fix(report=a_report(), fixed=True, by_role="reporter")


def _private(report: Report) -> str:
    return reverse("reports:private_verdict", args=[report.uid, secret_of(report.reporter)])


def test_opening_the_link_of_the_mail_changes_nothing() -> None:
    report = _fixed()
    page = Client().get(_private(report) + "?fixed=no")
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "same-origin"
    report.refresh_from_db()
    assert (report.state, Confirmation.objects.count()) == (State.FIXED, 0)


def test_the_reporter_says_why_on_the_page() -> None:
    report = _fixed()
    page = Client().post(_private(report), {"fixed": "no", "reason": " "})
    assert page.status_code == 422
    done = Client().post(_private(report), {"fixed": "no", "reason": "It is still dark"})
    assert done.status_code == 302
    report.refresh_from_db()
    assert report.state == State.REOPENED


def test_a_wrong_secret_opens_nothing() -> None:
    report = _fixed()
    wrong = reverse("reports:private_verdict", args=[report.uid, "x" * 22])
    assert Client().post(wrong, {"fixed": "yes"}).status_code == 404


def test_two_browsers_of_neighbours_reopen_and_an_official_has_no_vote() -> None:
    town, report = a_town(), _fixed()
    page = reverse("reports:verdict", args=[report.pk])
    browser_of(town.coordinator).post(page, {"fixed": "no"})
    first = Client()
    assert first.post(page, {"fixed": "no"}).status_code == 302
    assert first.post(page, {"fixed": "no"}).status_code == 302
    report.refresh_from_db()
    assert report.state == State.FIXED
    assert Client().post(page, {"fixed": "no"}).status_code == 302
    report.refresh_from_db()
    assert report.state == State.REOPENED


def test_nonsense_brings_the_form_back() -> None:
    report = _fixed()
    assert Client().post(reverse("reports:verdict", args=[report.pk]), {"fixed": "maybe"}).status_code == 422


def test_the_question_is_on_the_public_and_on_the_private_page_while_it_is_open() -> None:
    report = _fixed()
    public, private = reverse("reports:detail", args=[report.pk]), _private(report)
    receipt = reverse("reports:receipt", args=[report.uid, secret_of(report.reporter)])
    assert reverse("reports:verdict", args=[report.pk]) in Client().get(public).content.decode()
    assert private in Client().get(receipt).content.decode()
    confirm_fix(report=report, fixed=False, by_role="reporter", reason="No")
    assert "/verdict/" not in Client().get(public).content.decode()
    assert "/verdict/" not in Client().get(receipt).content.decode()
