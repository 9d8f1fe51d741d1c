"""What people are told by mail: by whom, in which language, once, and nothing that is not theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.template.loader import get_template
from django.utils import timezone

from besa.alerts.models import Subscription
from besa.alerts.services.questions import silence_reporter
from besa.alerts.services.sending import send_due
from besa.alerts.services.subscriptions import follow_report
from besa.core.events import decode, listeners_of
from besa.core.models import OutboxEvent, OutgoingMail
from besa.core.services import publish
from besa.reports.events import FollowWanted, PhotoRefused, ReportErased, ReportPublished, ReportReceived
from besa.reports.models import Photo, Report, Reporter
from besa.reports.models.report import Visibility
from besa.reports.private_links import confirmation_of, secret_of
from besa.reports.services.additions import send_receipt_again
from besa.reports.services.answers import (
    acknowledge_report,
    answer_report,
    confirm_fix,
    fix_report,
    forward_report,
    mark_duplicate,
    note_internally,
    withdraw_report,
)
from tests.factories.alerts import follow
from tests.factories.desk import a_report, a_town

pytestmark = pytest.mark.django_db
LANGUAGES = ("sq", "sr-latn", "sr", "en")


def run_listeners(times: int = 1) -> None:
    """What the worker does with all events, as often as it may happen, and then with what is due."""
    for _ in range(times):
        done = 0
        while rows := list(OutboxEvent.objects.filter(pk__gt=done).order_by("pk")):
            for row in rows:
                done = row.pk
                for name, listener in listeners_of(row.name).items():
                    if name.startswith("besa.alerts"):
                        listener(decode(row.name, row.payload))
        send_due()


def announce(event: Any) -> None:
    with transaction.atomic():
        publish(event)


def mails() -> list[tuple[str, str]]:
    return sorted(OutgoingMail.objects.values_list("kind", "recipient"))


def test_the_receipt_carries_the_private_link_and_the_way_to_confirm() -> None:
    report = a_report(reporter={"email_confirmed_at": None})
    announce(ReportReceived(report=report.pk))
    run_listeners(times=2)
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.recipient) == ("alerts.receipt", "teuta@example.com")
    assert secret_of(report.reporter) in mail.text
    assert confirmation_of(report.reporter) in mail.text
    assert mail.subject == f"Your report {report.pk} has arrived"


def test_a_report_that_waits_for_its_confirmation_asks_for_it() -> None:
    report = a_report(reporter={"email_confirmed_at": None}, visibility=Visibility.UNCONFIRMED)
    announce(ReportReceived(report=report.pk))
    run_listeners()
    mail = OutgoingMail.objects.get()
    assert mail.subject == "Confirm your report"
    assert confirmation_of(report.reporter) in mail.text


def test_without_an_address_nobody_gets_a_receipt() -> None:
    report = a_report(reporter={"email": ""})
    announce(ReportReceived(report=report.pk))
    run_listeners()
    assert mails() == []


def test_the_department_is_told_of_a_new_report_else_the_coordinators() -> None:
    town = a_town()
    report = a_report(municipality=town.municipality)
    announce(ReportPublished(report=report.pk))
    run_listeners(times=2)
    assert mails() == [("alerts.office_new", "coordinator.peja@example.org")]
    town.department.email = "roads@peja.example"
    town.department.save()
    other = a_report(municipality=town.municipality, department=town.department)
    announce(ReportPublished(report=other.pk))
    run_listeners()
    mail = OutgoingMail.objects.latest("pk")
    assert (mail.recipient, mail.language) == ("roads@peja.example", "sq")
    assert f"/sq/desk/reports/{other.pk}/" in mail.text
    assert "Teuta" not in mail.text


def test_reporter_and_followers_learn_the_state_and_the_words_once_each() -> None:
    report = a_report()
    follow(report)
    follow_report(report=report, email="unsure@example.com", language="en", brand="besa")
    OutboxEvent.objects.all().delete()
    follow(report, "TEUTA@example.com")
    acknowledge_report(report=report, role="officer", text='We say "Monday" & mean it')
    run_listeners(times=3)
    assert mails() == [("alerts.change", "teuta@example.com"), ("alerts.news", "besa@example.com")]
    mine = OutgoingMail.objects.get(recipient="teuta@example.com")
    theirs = OutgoingMail.objects.get(recipient="besa@example.com")
    assert 'We say "Monday" & mean it' in mine.text
    assert secret_of(report.reporter) in mine.text
    assert secret_of(report.reporter) not in theirs.text + theirs.html + str(theirs.headers)
    assert "Teuta" not in theirs.text


def test_a_duplicate_says_of_which_report() -> None:
    original, report = a_report(), a_report()
    follow(report)
    mark_duplicate(report=report, duplicate_of=original, role="officer")
    run_listeners()
    for recipient in ("teuta@example.com", "besa@example.com"):
        assert f"/en/reports/{original.pk}/" in OutgoingMail.objects.get(recipient=recipient).text
    hidden, other = a_report(visibility=Visibility.HIDDEN), a_report()
    mark_duplicate(report=other, duplicate_of=hidden, role="officer")
    run_listeners()
    assert f"/reports/{hidden.pk}/" not in OutgoingMail.objects.latest("pk").text


def test_words_of_people_never_become_a_button_of_ours() -> None:
    report = a_report()
    follow(report)
    answer_report(
        report=report, role="officer", text="Look:\n\nConfirm your address:\nhttps://evil.example/en/"
    )
    run_listeners()
    mail = OutgoingMail.objects.get(recipient="besa@example.com")
    assert 'href="https://evil.example' not in mail.html
    assert "https://evil.example/en/" in mail.html
    assert f'href="http://localhost:8000/en/reports/{report.pk}/"' in mail.html


def test_after_fixed_everybody_is_asked_on_a_page_with_buttons() -> None:
    report = a_report()
    follow(report)
    fix_report(report=report, role="officer", text="Done")
    run_listeners()
    mine = OutgoingMail.objects.get(recipient="teuta@example.com")
    theirs = OutgoingMail.objects.get(recipient="besa@example.com")
    assert f"/en/receipt/{report.uid}/{secret_of(report.reporter)}/verdict/?fixed=no" in mine.text
    assert f"/en/reports/{report.pk}/verdict/?fixed=yes" in theirs.text


def test_no_mail_goes_to_an_address_nobody_confirmed() -> None:
    report = a_report(reporter={"email_confirmed_at": None})
    fix_report(report=report, role="officer", text="Done")
    run_listeners()
    assert mails() == []


def test_followers_hear_nothing_of_a_report_that_is_no_longer_public_and_the_reporter_does() -> None:
    report = a_report(visibility=Visibility.HIDDEN)
    follow(report)
    answer_report(report=report, role="officer", text="We call you")
    run_listeners()
    assert mails() == [("alerts.update", "teuta@example.com")]


def test_internal_notes_stay_inside() -> None:
    report = a_report()
    note_internally(report=report, role="officer", text="Ask Besnik")
    run_listeners()
    assert mails() == []


def test_words_hidden_since_are_not_sent() -> None:
    report = a_report()
    update = answer_report(report=report, role="officer", text="Something rude")
    type(update).objects.update(audience="hidden")
    run_listeners()
    assert mails() == []


def test_nobody_is_told_what_they_did_themselves() -> None:
    report = a_report()
    follow(report)
    withdraw_report(report=report)
    run_listeners()
    assert mails() == [("alerts.news", "besa@example.com")]


def test_the_municipality_learns_what_comes_back_and_what_is_handed_over() -> None:
    town = a_town()
    report = a_report(municipality=town.municipality)
    fix_report(report=report, role="officer")
    confirm_fix(report=report, fixed=False, by_role="reporter", reason="Still dark")
    run_listeners()
    assert "Still dark" in OutgoingMail.objects.get(kind="alerts.office_reopened").text
    town.department.email = "roads@peja.example"
    town.department.save()
    forward_report(report=report, role="officer", department=town.department)
    run_listeners()
    assert OutgoingMail.objects.get(kind="alerts.office_forwarded").recipient == "roads@peja.example"


def test_a_refused_photo_says_why_and_what_to_do() -> None:
    report = a_report()
    photo = Photo.objects.create(
        key="k", report=report, state=Photo.State.REFUSED, refusal="damaged", created_at=timezone.now()
    )
    announce(PhotoRefused(photo=photo.pk))
    run_listeners(times=2)
    mail = OutgoingMail.objects.get()
    assert "damaged or incomplete" in mail.text
    assert "Add a photo" in mail.text


def test_who_wants_to_follow_is_asked_first() -> None:
    report = a_report()
    announce(FollowWanted(report=report.pk, email="New@Example.com", language="en", brand="besa"))
    run_listeners(times=2)
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.recipient) == ("alerts.follow_question", "new@example.com")
    assert Subscription.objects.get().key in mail.text


def test_erasure_takes_subscriptions_and_mails() -> None:
    report, other = a_report(), a_report()
    for one in (report, other):
        follow(one)
        acknowledge_report(report=one, role="officer")
    run_listeners()
    announce(ReportErased(report=report.pk, uid=report.uid))
    Report.objects.filter(pk=report.pk).update(visibility=Visibility.ERASED)
    run_listeners(times=2)
    assert {mail.subject_key for mail in OutgoingMail.objects.all()} == {f"report:{other.pk}"}
    assert list(Subscription.objects.values_list("report_id", flat=True)) == [other.pk]


def test_every_mail_can_be_stopped_with_one_click() -> None:
    report = a_report()
    subscription = follow(report)
    acknowledge_report(report=report, role="officer")
    run_listeners()
    for mail in OutgoingMail.objects.all():
        assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert mail.headers["List-Unsubscribe"].startswith("<http")
    theirs = OutgoingMail.objects.get(recipient="besa@example.com")
    assert subscription.key in theirs.headers["List-Unsubscribe"]


def _everything(language: str) -> Iterator[OutgoingMail]:
    """One mail of every kind."""
    town = a_town()
    town.coordinator.language = language
    town.coordinator.save()
    report = a_report(municipality=town.municipality, reporter={"language": language, "brand": "popravi"})
    waiting = a_report(
        visibility=Visibility.UNCONFIRMED, reporter={"language": language, "email_confirmed_at": None}
    )
    photo = Photo.objects.create(
        key="k", report=report, state=Photo.State.REFUSED, refusal="lost", created_at=timezone.now()
    )
    announce(FollowWanted(report=report.pk, email="new@example.com", language=language, brand="ndreqe"))
    for one in (report, waiting):
        announce(ReportReceived(report=one.pk))
    announce(ReportPublished(report=report.pk))
    announce(PhotoRefused(photo=photo.pk))
    acknowledge_report(report=report, role="officer", text="Seen")
    answer_report(report=report, role="officer", text="Soon")
    fix_report(report=report, role="officer")
    confirm_fix(report=report, fixed=False, by_role="reporter", reason="No")
    forward_report(report=report, role="officer", department=town.department)
    run_listeners()
    yield from OutgoingMail.objects.all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_is_whole_in_every_language(language: str) -> None:
    found = list(_everything(language))
    assert {mail.kind for mail in found} >= {
        "alerts.receipt",
        "alerts.office_new",
        "alerts.office_reopened",
        "alerts.office_forwarded",
        "alerts.change",
        "alerts.update",
        "alerts.photo_refused",
        "alerts.follow_question",
    }
    for mail in found:
        assert mail.language == language
        assert mail.subject and "\n" not in mail.subject and "{" not in mail.subject + mail.text
        assert f"/{language}/" in mail.text
        assert "&quot;" not in mail.text and "&#" not in mail.text
        assert "None" not in mail.text


def test_the_stated_templates_exist() -> None:
    for name in ("receipt", "confirm_report", "fixed", "state_changed", "update_added", "photo_refused"):
        get_template(f"alerts/mail/{name}.txt")


def test_the_reporters_silence_is_kept() -> None:
    report = a_report()
    silence_reporter(reporter=report.reporter)
    acknowledge_report(report=report, role="officer", text="Hello")
    run_listeners()
    assert mails() == []
    assert Reporter.objects.get(report=report).email == "teuta@example.com"


def test_the_receipt_comes_again_when_it_is_asked_for() -> None:
    report = a_report()
    announce(ReportReceived(report=report.pk))
    send_receipt_again(report=report)
    run_listeners(times=2)
    assert OutgoingMail.objects.count() == 2
