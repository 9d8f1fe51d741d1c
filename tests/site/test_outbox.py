"""The failure queue."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override
from django_q.models import OrmQ

from besa.alerts.models import Batch
from besa.alerts.services.sending import retry_batch
from besa.core.events import _EVENTS, listeners_of, words_of
from besa.core.models import ListenerRun, OutboxEvent, OutgoingMail
from besa.core.outbox import sweep
from besa.core.services import retry_listener_run, retry_mail
from besa.ledger.models import Entry
from besa.people.models import Role
from besa.site.services.outbox import discard_batch, discard_mail, discard_run
from tests.factories.alerts import follow
from tests.factories.desk import a_report
from tests.factories.people import a_member, browser_of

pytestmark = pytest.mark.django_db

OUTBOX = "/sq/administration/outbox/"


def a_failed_mail() -> OutgoingMail:
    """A mail that was given up."""
    return OutgoingMail.objects.create(
        message_id="<1@x>",
        kind="alerts.report_received",
        recipient="a@example.org",
        language="sq",
        brand="besa",
        subject="x",
        text="x",
        state=OutgoingMail.State.FAILED,
        attempts=12,
        last_error="ConnectionRefusedError: <server>",
    )


def a_failed_run() -> ListenerRun:
    """A listener that was given up."""
    event = OutboxEvent.objects.create(
        name="reports.published", payload='{"report":7}', done_at=timezone.now()
    )
    return ListenerRun.objects.create(
        event=event,
        listener="besa.alerts.listeners.tell_the_municipality",
        attempts=12,
        failed_at=timezone.now(),
        last_error="KeyError: 'x'",
    )


def test_an_administrator_sees_what_failed_and_tries_again() -> None:
    mail, run = a_failed_mail(), a_failed_run()
    browser = browser_of(a_member(Role.ADMINISTRATOR), second_factor=True)
    page = browser.get(OUTBOX).content.decode()
    assert "ConnectionRefusedError: &lt;server&gt;" in page
    assert "Serveri i e-mailit nuk mund të arrihet." in page
    assert "Tregoji komunës për raportin e ri" in page and "Raporti 7" in page
    browser.post(f"{OUTBOX}mails/{mail.pk}/retry/")
    browser.post(f"{OUTBOX}runs/{run.pk}/retry/")
    mail.refresh_from_db()
    run.refresh_from_db()
    assert (mail.state, mail.attempts) == (OutgoingMail.State.WAITING, 0)
    assert (run.failed_at, run.attempts, run.event.done_at) == (None, 0, None)
    assert OrmQ.objects.count() == 2
    assert "ConnectionRefusedError" not in browser.get(OUTBOX).content.decode()


def test_every_listener_says_what_it_does_in_every_language() -> None:
    names = {name for event in _EVENTS for name in listeners_of(event) if name.startswith("besa.")}
    assert len(names) > 30
    for language in ("sq", "sr"):
        with override(language):
            said = {name: words_of(name) for name in names}
        with override("en"):
            assert not [name for name in names if not said[name] or said[name] == words_of(name)]


def test_all_that_failed_is_tried_again_with_one_press() -> None:
    for number in range(3):
        mail = a_failed_mail()
        OutgoingMail.objects.filter(pk=mail.pk).update(
            message_id=f"<{number}@y>", created_at=timezone.now() - timedelta(hours=1)
        )
    runs = [a_failed_run(), a_failed_run()]
    OutboxEvent.objects.update(created_at=timezone.now() - timedelta(hours=1))
    batch = a_failed_batch()
    browser = browser_of(a_member(Role.ADMINISTRATOR), second_factor=True)
    assert "6 dështime ju presin" in browser.get("/sq/administration/").content.decode()
    for kind, retried in (("mails", 3), ("runs", 2), ("alerts", 1)):
        page = browser.post(f"{OUTBOX}{kind}/retry/", follow=True).content.decode()
        assert f"{retried} " in page
        assert sweep() >= retried or kind == "alerts"
    assert set(OutgoingMail.objects.values_list("state", "attempts")) == {(OutgoingMail.State.WAITING, 0)}
    for run in runs:
        run.refresh_from_db()
        assert (run.failed_at, run.attempts, run.event.done_at) == (None, 0, None)
    batch.refresh_from_db()
    assert (batch.state, batch.attempts) == (Batch.State.WAITING, 0)
    assert browser.post(f"{OUTBOX}nothing/retry/").status_code == 404


def test_trying_again_twice_queues_once() -> None:
    mail, run = a_failed_mail(), a_failed_run()
    assert retry_mail(mail=mail)
    assert not retry_mail(mail=mail)
    assert retry_listener_run(run=run)
    assert not retry_listener_run(run=run)
    assert OrmQ.objects.count() == 2


def a_failed_batch() -> Batch:
    """A message to a follower that was given up."""
    subscription = follow(a_report())
    now = timezone.now()
    return Batch.objects.create(
        subscriber=subscription.subscriber,
        frequency="now",
        language="sq",
        brand="besa",
        state=Batch.State.FAILED,
        attempts=12,
        last_error="refused: 413",
        created_at=now,
        next_attempt_at=now,
    )


def test_what_is_given_up_for_good_is_gone_and_on_the_ledger() -> None:
    mail, run, batch = a_failed_mail(), a_failed_run(), a_failed_batch()
    browser = browser_of(a_member(Role.ADMINISTRATOR), second_factor=True)
    page = browser.get(OUTBOX).content.decode()
    assert "refused: 413" in page and "besa@example.com" not in page
    for what in (f"mails/{mail.pk}", f"runs/{run.pk}", f"alerts/{batch.pk}"):
        assert browser.post(f"{OUTBOX}{what}/give-up/").status_code == 302
    assert not OutgoingMail.objects.filter(pk=mail.pk).exists() and not Batch.objects.exists()
    run.refresh_from_db()
    assert run.done_at is not None and run.last_error
    page = browser.get(OUTBOX).content.decode()
    assert "refused" not in page and "KeyError" not in page
    told = [json.loads(entry.leaf)["public"] for entry in Entry.objects.filter(verb="outbox.discarded")]
    assert [one["what"] for one in told] == ["mail", "event", "alert"]


def test_what_is_tried_again_cannot_be_given_up_by_who_saw_the_page_before() -> None:
    mail, run, batch = a_failed_mail(), a_failed_run(), a_failed_batch()
    assert retry_mail(mail=mail) and retry_listener_run(run=run) and retry_batch(batch=batch)
    assert not retry_batch(batch=batch)
    assert not discard_mail(mail=mail, role="administrator")
    assert not discard_run(run=run, role="administrator")
    assert not discard_batch(batch=batch, role="administrator")
    assert not Entry.objects.filter(verb="outbox.discarded").exists()


def test_a_message_to_a_follower_is_tried_again() -> None:
    batch = a_failed_batch()
    browser = browser_of(a_member(Role.ADMINISTRATOR), second_factor=True)
    browser.post(f"{OUTBOX}alerts/{batch.pk}/retry/")
    batch.refresh_from_db()
    assert (batch.state, batch.attempts) == (Batch.State.WAITING, 0)
    assert OrmQ.objects.count() >= 1
