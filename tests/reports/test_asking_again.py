"""Four weeks after "fixed": asked once more, only where nobody has said, and never by opening a link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from besa.core.models import OutboxEvent, OutgoingMail
from besa.core.outbox import deliver_event
from besa.ledger.models import Entry
from besa.reports.models import Confirmation, Report
from besa.reports.private_links import secret_of
from besa.reports.services.answers import confirm_fix, fix_report, reopen_report
from besa.reports.services.asking_again import ask_again
from besa.reports.services.erasure import erase_report
from tests.factories.desk import a_report

pytestmark = pytest.mark.django_db
WEEKS = timedelta(days=28)


@pytest.fixture
def fixed() -> Report:
    report = a_report()
    fix_report(report=report, role="officer", at=timezone.now() - WEEKS - timedelta(hours=1))
    return report


def _mails() -> list[OutgoingMail]:
    for event in OutboxEvent.objects.filter(name="reports.fix_question_due", done_at=None):
        deliver_event(event.pk)
    return list(OutgoingMail.objects.filter(kind="alerts.fix_question"))


def test_it_is_asked_once_after_four_weeks(fixed: Report) -> None:
    assert ask_again(timezone.now() - timedelta(hours=2)) == 0
    assert ask_again() == 1
    assert ask_again() == 0
    (mail,) = _mails()
    assert mail.recipient == "teuta@example.com" and "?fixed=yes" in mail.text
    assert Entry.objects.filter(verb="reports.asked_again").count() == 1


def test_it_is_not_asked_when_it_was_answered_reopened_or_erased(fixed: Report) -> None:
    confirm_fix(report=fixed, fixed=True, by_role="reporter")
    assert ask_again() == 0
    again = a_report()
    fix_report(report=again, role="officer", at=timezone.now() - WEEKS - timedelta(hours=1))
    reopen_report(report=again, role="officer")
    erased = a_report()
    fix_report(report=erased, role="officer", at=timezone.now() - WEEKS - timedelta(hours=1))
    erase_report(report=erased, role="moderator")
    assert ask_again() == 0


def test_what_is_reopened_before_the_mail_goes_out_is_not_asked(fixed: Report) -> None:
    assert ask_again() == 1
    reopen_report(report=fixed, role="officer")
    assert _mails() == []


def test_whoever_wants_no_mail_is_not_asked(fixed: Report) -> None:
    fixed.reporter.email_confirmed_at = None
    fixed.reporter.save()
    assert ask_again() == 1
    assert _mails() == []


def test_what_was_fixed_long_before_is_not_asked(fixed: Report) -> None:
    assert ask_again(timezone.now() + timedelta(days=60)) == 0


def test_opening_the_link_answers_nothing_and_one_press_does(fixed: Report) -> None:
    link = f"/en/receipt/{fixed.uid}/{secret_of(fixed.reporter)}/verdict/?fixed=yes"
    browser = Client(enforce_csrf_checks=True)
    for method in (browser.get, browser.head):
        assert method(link).status_code == 200
    assert not Confirmation.objects.exists()
    page = browser.get(link)
    assert page.content.decode().count('<button type="submit" name="fixed"') == 1
    token = page.context["csrf_token"]
    assert browser.post(link, {"fixed": "yes"}).status_code == 403
    assert browser.post(link, {"fixed": "yes", "csrfmiddlewaretoken": str(token)}).status_code == 302
    assert Report.objects.get(pk=fixed.pk).confirmed_fixed is True
    assert Entry.objects.filter(verb="reports.confirmed_fixed").count() == 1
