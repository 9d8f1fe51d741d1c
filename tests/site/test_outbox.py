"""The failure queue."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from besa.core.models import ListenerRun, OutboxEvent, OutgoingMail
from besa.core.services import retry_listener_run, retry_mail
from besa.people.models import Role
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
    event = OutboxEvent.objects.create(name="reports.received", payload="{}", done_at=timezone.now())
    return ListenerRun.objects.create(
        event=event,
        listener="besa.alerts.listeners.tell",
        attempts=12,
        failed_at=timezone.now(),
        last_error="KeyError: 'x'",
    )


def test_an_administrator_sees_what_failed_and_tries_again() -> None:
    mail, run = a_failed_mail(), a_failed_run()
    browser = browser_of(a_member(Role.ADMINISTRATOR), second_factor=True)
    page = browser.get(OUTBOX).content.decode()
    assert "ConnectionRefusedError: &lt;server&gt;" in page
    assert "besa.alerts.listeners.tell" in page
    browser.post(f"{OUTBOX}mails/{mail.pk}/retry/")
    browser.post(f"{OUTBOX}runs/{run.pk}/retry/")
    mail.refresh_from_db()
    run.refresh_from_db()
    assert (mail.state, mail.attempts) == (OutgoingMail.State.WAITING, 0)
    assert (run.failed_at, run.attempts, run.event.done_at) == (None, 0, None)
    assert OrmQ.objects.count() == 2
    assert "ConnectionRefusedError" not in browser.get(OUTBOX).content.decode()


def test_trying_again_twice_queues_once() -> None:
    mail, run = a_failed_mail(), a_failed_run()
    assert retry_mail(mail=mail)
    assert not retry_mail(mail=mail)
    assert retry_listener_run(run=run)
    assert not retry_listener_run(run=run)
    assert OrmQ.objects.count() == 2
