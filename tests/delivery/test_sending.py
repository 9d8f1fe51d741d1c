"""Mails and webhooks over real connections: what goes out, what is signed, what fails and comes again."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from besa.alerts.services.notices import tell_offices
from besa.core.mail_addresses import DELIVERY_BOUNCE, REPLY, MailToken, token_of
from besa.core.models import OutgoingMail
from besa.core.outbox import MAX_ATTEMPTS
from besa.core.services import publish
from besa.delivery.models import Attempt, Delivery, State
from besa.delivery.services.following_up import cancel_delivery, note_bounce, retry_delivery
from besa.delivery.services.sending import deliver, lease_length, sweep
from besa.reports.events import ReportPublished
from besa.reports.models import Report
from besa.reports.models.report import Visibility
from besa.reports.services.answers import answer_report, fix_report, reopen_report
from besa.reports.services.erasure import erase_report
from tests.core.outward_servers import Server, running
from tests.factories.delivery import MailServer, a_recipient, hear, mail_server, trust, work
from tests.factories.desk import Town, a_report, a_town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post_office(settings: Any) -> Iterator[MailServer]:
    with mail_server(settings) as server:
        yield server


@pytest.fixture
def town() -> Town:
    return a_town()


def new_report(town: Town, **values: Any) -> Report:
    values = {"text": "A deep hole, së shpejti.", "address": "Rr. UÇK 5"} | values
    report = a_report(municipality=town.municipality, reporter={"brand": "ndreqe"}, **values)
    with transaction.atomic():
        publish(ReportPublished(report=report.pk))
    return report


def only() -> Delivery:
    return Delivery.objects.select_related("recipient", "report").get()


def test_a_mail_says_what_is_wrong_and_can_be_answered(post_office: MailServer, town: Town) -> None:
    a_recipient(town.municipality, language="sq")
    report = new_report(town)
    work()
    work()  # a second time nothing goes out
    (mail,), delivery = post_office.mails, only()
    assert (delivery.state, delivery.attempts) == (State.SENT, 1)
    assert mail["To"] == "roads@example.org" and str(mail["From"]) == "ndreqe <besa@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert delivery.round_key in mail["Message-ID"]
    assert token_of(str(mail["Reply-To"])) == MailToken(REPLY, delivery.key)
    sender, recipients = post_office.envelopes[0]
    assert recipients == ["roads@example.org"]
    assert token_of(sender) == MailToken(DELIVERY_BOUNCE, f"{delivery.key}n1")
    assert len(sender.partition("@")[0]) <= 64
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    for words in ("A deep hole, së shpejti.", "Rr. UÇK 5", f"/sq/reports/{report.pk}/", "##- Besa -##"):
        assert words in text
    assert "Teuta" not in mail.as_string() and "teuta@example.com" not in mail.as_string()


def test_without_a_mail_server_mails_are_kept_for_a_look(town: Town) -> None:
    a_recipient(town.municipality)
    report = new_report(town)
    work()
    assert only().state == State.SENT
    assert OutgoingMail.objects.get(kind="delivery.new").subject_key == f"report:{report.pk}"


def test_a_second_round_is_another_mail_in_the_same_thread(post_office: MailServer, town: Town) -> None:
    a_recipient(town.municipality)
    report = new_report(town)
    work()
    fix_report(report=report, role="officer", by=town.officer)
    work()
    assert only().state == State.ACTED_ON
    reopen_report(report=report, role="reporter", text="Not fixed.")
    work()
    first, second = post_office.mails
    assert first["Message-ID"] != second["Message-ID"]
    assert second["References"] == first["Message-ID"]
    assert second["Subject"].startswith("Open again")


def test_one_fails_the_other_is_sent_and_nothing_is_called_sent_that_is_not(
    post_office: MailServer, town: Town
) -> None:
    post_office.refuse = {"gone@example.org": "550 5.1.1 no such user"}
    a_recipient(town.municipality, "good")
    a_recipient(town.municipality, "bad", address="gone@example.org")
    new_report(town)
    work()
    rows = {row.recipient.name: row for row in Delivery.objects.select_related("recipient")}
    assert rows["good"].state == State.SENT
    assert (rows["bad"].state, rows["bad"].reason) == (State.FAILED, "address_refused")
    attempt = Attempt.objects.get(delivery=rows["bad"])
    assert (attempt.outcome, attempt.number) == ("failed", 1) and "no such user" in attempt.detail


def test_what_may_pass_is_tried_again_later_and_later_and_given_up_at_last(
    post_office: MailServer, town: Town
) -> None:
    post_office.answer = "451 4.3.0 try later"
    a_recipient(town.municipality)
    new_report(town)
    hear()
    waits = []
    for _ in range(MAX_ATTEMPTS):
        before = timezone.now()
        deliver(only().pk)
        row = only()
        if row.next_attempt_at and row.state == State.RETRYING:
            waits.append(round((row.next_attempt_at - before).total_seconds()))
            deliver(row.pk)  # too early: nothing happens
            assert only().attempts == row.attempts
            Delivery.objects.update(next_attempt_at=before)
    assert (only().state, only().reason) == (State.FAILED, "server_refused")
    assert waits == sorted(waits) and waits[0] == 60 and waits[-1] == 6 * 3600
    assert Attempt.objects.count() == MAX_ATTEMPTS and post_office.mails == []
    post_office.answer = "250 OK"
    assert retry_delivery(delivery=only(), role="coordinator")
    assert not retry_delivery(delivery=only(), role="coordinator")
    deliver(only().pk)
    assert only().state == State.SENT
    assert not cancel_delivery(delivery=only(), role="coordinator")


def test_a_lease_keeps_others_away_until_its_holder_must_be_dead(post_office: MailServer, town: Town) -> None:
    a_recipient(town.municipality)
    new_report(town)
    hear()
    now = timezone.now()
    Delivery.objects.update(state=State.SENDING, attempts=1, leased_until=now + lease_length())
    deliver(only().pk)
    assert post_office.mails == [] and sweep() == 0
    Delivery.objects.update(leased_until=now)
    assert sweep() == 1
    deliver(only().pk)
    assert (only().state, only().attempts, len(post_office.mails)) == (State.SENT, 2, 1)


def test_a_hidden_report_and_a_removed_recipient_get_nothing_even_at_the_last_moment(
    post_office: MailServer, town: Town
) -> None:
    recipient = a_recipient(town.municipality)
    report = new_report(town)
    hear()
    Report.objects.filter(pk=report.pk).update(visibility=Visibility.HIDDEN)
    deliver(only().pk)
    assert (only().state, only().reason) == (State.CANCELLED, "hidden")
    Report.objects.filter(pk=report.pk).update(visibility=Visibility.PUBLIC)
    work()
    assert only().state == State.SENT
    recipient.removed_at = timezone.now()
    recipient.save()
    Delivery.objects.update(state=State.QUEUED)
    deliver(only().pk)
    assert (only().state, only().reason) == (State.CANCELLED, "removed")
    assert len(post_office.mails) == 1


def test_erasing_a_report_erases_its_deliveries(post_office: MailServer, town: Town) -> None:
    a_recipient(town.municipality)
    report = new_report(town)
    work()
    erase_report(report=report, role="moderator")
    work()
    assert not Delivery.objects.exists() and not Attempt.objects.exists()


def test_nobody_is_told_of_the_same_report_by_two_mails(town: Town) -> None:
    report = new_report(town)
    tell_offices(report=report, kind="new", once="a")
    assert OutgoingMail.objects.get().recipient == "coordinator.peja@example.org"
    a_recipient(town.municipality)
    tell_offices(report=report, kind="new", once="b")
    assert OutgoingMail.objects.count() == 1
    tell_offices(report=report, kind="reopened", once="c")
    assert OutgoingMail.objects.count() == 1


def test_a_webhook_is_signed_and_says_only_what_everybody_can_see(settings: Any, town: Town) -> None:
    with running(Server()) as server:
        address = trust(settings, server)
        a_recipient(town.municipality, channel="webhook", address=address)
        report = new_report(town, answers={"secret": "x"})
        server.answers["/hook"] = (500, {}, b"")
        work()
        assert (only().state, only().reason) == (State.RETRYING, "answer_refused")
        Delivery.objects.update(next_attempt_at=None)
        server.answers["/hook"] = (200, {}, b'{"id": 77}')
        work()
    row = only()
    assert (row.state, row.foreign_id, row.attempts) == (State.ACCEPTED, "77", 2)
    (_, _, first, first_body), (method, _, headers, body) = server.seen
    assert method == "POST" and body == first_body
    assert first["X-Besa-Delivery"] == headers["X-Besa-Delivery"] == row.round_key
    signed = f"{headers['X-Besa-Timestamp']}.{row.round_key}.".encode() + body
    made = hmac.new(b"5ecre7", signed, sha256).hexdigest()
    assert headers["X-Besa-Signature"] == f"v1={made}"
    told = json.loads(body)
    assert told["event"] == "report.new" and told["report"]["number"] == report.pk
    assert told["report"]["answers"] == {}
    assert "Teuta" not in body.decode() and "teuta@" not in body.decode()


def test_a_webhook_that_cannot_be_is_failed_at_once(settings: Any, town: Town) -> None:
    with running(Server()) as server:
        address = trust(settings, server)
        a_recipient(town.municipality, "inner", channel="webhook", address="http://169.254.169.254/")
        a_recipient(town.municipality, "gone", channel="webhook", address=address)
        server.answers["/hook"] = (410, {}, b"")
        new_report(town)
        work()
    reasons = {row.recipient.name: (row.state, row.reason) for row in Delivery.objects.all()}
    assert reasons == {
        "inner": (State.FAILED, "forbidden_address"),
        "gone": (State.FAILED, "answer_refused"),
    }


def test_an_unknown_channel_or_a_fault_of_ours_is_tried_again(town: Town) -> None:
    a_recipient(town.municipality, channel="pigeon")
    new_report(town)
    work()
    assert (only().state, only().reason) == (State.RETRYING, "error")


def test_an_answer_on_the_desk_counts_as_acted_on(post_office: MailServer, town: Town) -> None:
    a_recipient(town.municipality)
    report = new_report(town)
    work()
    answer_report(report=report, role="officer", by=town.officer, text="We are coming on Monday.")
    hear(times=2)
    assert only().state == State.ACTED_ON and only().acted_at is not None


def test_a_bounce_fails_its_round_and_marks_the_address(post_office: MailServer, town: Town) -> None:
    recipient = a_recipient(town.municipality)
    new_report(town)
    work()
    key = only().key
    delay: dict[str, Any] = {"key": key, "round_number": 1, "detail": "box full"}
    assert note_bounce(status="4.2.2", permanent=False, **delay)
    assert only().state == State.SENT
    assert note_bounce(status="5.1.1", permanent=True, **delay)
    recipient.refresh_from_db()
    assert (only().state, only().reason, recipient.bounce_status) == (State.FAILED, "bounced", "5.1.1")
    retry_delivery(delivery=only(), role="coordinator")
    deliver(only().pk)
    Delivery.objects.update(round=2)
    note_bounce(status="5.1.1", permanent=True, **delay)
    assert only().state == State.SENT
    assert not note_bounce(key="unknown", round_number=1, status="", detail="", permanent=True)
