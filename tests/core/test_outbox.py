"""Events and mails are neither lost nor invented, and one listener's failure is nobody else's."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from django.db import transaction
from django_q.models import OrmQ

from besa.core import events, outbox
from besa.core.events import Event, event
from besa.core.models import ListenerRun, OutboxEvent, OutgoingMail
from besa.core.services import publish, queue_mail

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@event("tests.happened")
@dataclass(frozen=True)
class Happened(Event):
    """Something a test makes happen."""

    number: int


class Listener:
    """Notes what it hears, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.heard: list[int] = []
        self.failures = failures
        self.calls = 0

    def __call__(self, item: Happened) -> None:
        self.calls += 1
        if self.calls <= self.failures:
            raise ValueError("not now")
        self.heard.append(item.number)


@pytest.fixture
def listeners() -> Iterator[dict[str, Listener]]:
    registered = {"calm": Listener(), "nervous": Listener(failures=2), "hopeless": Listener(failures=10_000)}
    before = dict(events._LISTENERS["tests.happened"])
    yield registered
    events._LISTENERS["tests.happened"] = before


def happen(*chosen: tuple[str, Listener]) -> OutboxEvent:
    events._LISTENERS["tests.happened"] = dict(chosen)
    with transaction.atomic():
        return publish(Happened(7))


def test_an_event_outside_a_transaction_is_refused(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        publish(Happened(1))


def test_what_is_rolled_back_was_never_published() -> None:
    with pytest.raises(ValueError, match="changed my mind"), transaction.atomic():
        publish(Happened(1))
        raise ValueError("changed my mind")
    assert not OutboxEvent.objects.exists()
    assert not OrmQ.objects.exists()


def test_every_listener_hears_an_event_once(listeners: dict[str, Listener]) -> None:
    row = happen(("calm", listeners["calm"]))
    outbox.deliver_event(row.pk)
    outbox.deliver_event(row.pk)  # the same task handed out twice
    assert listeners["calm"].heard == [7]
    row.refresh_from_db()
    assert row.done_at is not None


def test_a_failing_listener_is_tried_again_alone(listeners: dict[str, Listener]) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        row = happen(("calm", listeners["calm"]), ("nervous", listeners["nervous"]))
        for _ in range(3):
            outbox.deliver_event(row.pk)
            outbox.deliver_event(row.pk)  # too early: its time has not come
            clock.shift(timedelta(minutes=10))
    assert listeners["calm"].heard == [7]
    assert (listeners["nervous"].heard, listeners["nervous"].calls) == ([7], 3)


def test_what_fails_to_the_end_stays_visible(listeners: dict[str, Listener]) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        row = happen(("hopeless", listeners["hopeless"]))
        for _ in range(outbox.MAX_ATTEMPTS + 3):
            outbox.deliver_event(row.pk)
            clock.shift(timedelta(hours=7))
    run = ListenerRun.objects.get()
    assert listeners["hopeless"].calls == outbox.MAX_ATTEMPTS
    assert run.failed_at is not None and "not now" in run.last_error


def test_the_sweep_finds_a_lost_task_and_leaves_one_that_waits(listeners: dict[str, Listener]) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        lost = happen(("calm", listeners["calm"]))
        OrmQ.objects.all().delete()  # the worker's machine went away with it
        assert outbox.sweep() == 0  # too young to be lost
        clock.shift(timedelta(minutes=2))
        assert outbox.sweep() == 1
        outbox.deliver_event(lost.pk)
        waiting = happen(("nervous", listeners["nervous"]))
        clock.shift(timedelta(minutes=2))
        outbox.deliver_event(waiting.pk)
        assert outbox.sweep() == 0
        clock.shift(timedelta(minutes=2))
        assert outbox.sweep() == 1


def queue(recipient: str = "reporter@besa.example") -> OutgoingMail:
    with transaction.atomic():
        return queue_mail(
            kind="tests.mail", subject_key="test:1", recipient=recipient, language="sq", brand="besa",
            template="core/mail/test.txt", context={},
        )  # fmt: skip


@pytest.fixture
def mail_template(settings: object, tmp_path: object) -> None:
    folder = tmp_path / "templates" / "core" / "mail"
    folder.mkdir(parents=True)
    (folder / "test.txt").write_text(
        "Përshëndetje\n\nRaporti juaj u pranua.\n\nShihni:\nhttps://besa.example/x\n"
    )
    # A new list: only then does Django forget the engine that an earlier test made.
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path / "templates"]}]
    settings.PUBLIC_ADDRESS = "https://besa.example"


class _Kept(MessageHandler):
    def __init__(self) -> None:
        super().__init__()
        self.messages: list[object] = []
        self.port = 0

    def handle_message(self, message: object) -> None:
        self.messages.append(message)


@pytest.fixture
def server() -> Iterator[_Kept]:
    kept = _Kept()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        kept.port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    yield kept
    controller.stop()


@pytest.mark.usefixtures("mail_template")
def test_a_mail_goes_out_once_with_both_parts(server: _Kept, settings: object) -> None:
    settings.MAIL_ADDRESS = f"smtp://127.0.0.1:{server.port}"
    mail = queue()
    outbox.send_mail(mail.pk)
    outbox.send_mail(mail.pk)
    [message] = server.messages
    assert message["Message-ID"] == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]
    mail.refresh_from_db()
    assert mail.state == OutgoingMail.State.SENT


@pytest.mark.usefixtures("mail_template")
def test_a_server_that_is_away_loses_no_mail(settings: object) -> None:
    settings.MAIL_ADDRESS = "smtp://127.0.0.1:9"
    mail = queue()
    for _ in range(outbox.MAX_ATTEMPTS):
        outbox.send_mail(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (OutgoingMail.State.FAILED, outbox.MAX_ATTEMPTS)
    assert "refused" in mail.last_error.lower()


@pytest.mark.usefixtures("mail_template")
def test_without_a_server_mails_are_kept_to_be_looked_at() -> None:
    mail = queue()
    outbox.send_mail(mail.pk)
    mail.refresh_from_db()
    assert mail.state == OutgoingMail.State.SENT
    assert "Raporti juaj u pranua." in mail.text
    assert 'href="https://besa.example/x"' in mail.html
