"""A worker that is killed in the middle loses nothing: a real one, with `kill -9`, on a database of its own.

It dies in a listener, between a listener's end and the note of it, and after a mail server took a mail but before
the worker knows.
"""

from __future__ import annotations

import os
import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.core.killed_worker.listeners import DEADLY

ROOT = Path(__file__).resolve().parents[2]
PAIRS = 8
#: the worker dies when this many mails have been taken
DEADLY_MAIL = 6
#: how long to wait at most for the work to be done, seconds; it takes about fifteen
PATIENCE = 120
_OPEN_WORK = """
    SELECT (SELECT COUNT(*) FROM core_outboxevent WHERE done_at IS NULL)
         + (SELECT COUNT(*) FROM core_outgoingmail WHERE state != 'sent')
         + (SELECT COUNT(*) FROM django_q_ormq)"""
_OPEN_DELIVERIES = """
    SELECT (SELECT COUNT(*) FROM core_outboxevent WHERE done_at IS NULL)
         + (SELECT COUNT(*) FROM delivery_delivery WHERE state != 'sent')
         + (SELECT COUNT(*) FROM delivery_incomingmail WHERE state = 'waiting')
         + (SELECT COUNT(*) FROM django_q_ormq)"""


class MailServer:
    """Takes mails, and kills the worker before it says so for one of them."""

    def __init__(self, installation: Installation) -> None:
        self.taken: list[str] = []
        self.mails: list[EmailMessage] = []
        self.installation = installation

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # aiosmtpd's name
        """Keep the mail's Message-ID."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append(mail)
        self.taken.append(mail["Message-ID"])
        if len(self.taken) == DEADLY_MAIL:
            self.installation.kill()
        return "250 OK"


class Installation:
    """An installation of its own in a folder, with a worker that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.door = free.getsockname()[1]
        self.environment = os.environ | {
            "BESA_DATA": str(folder),
            "BESA_DATABASE": "",
            "BESA_MAIL": f"smtp://127.0.0.1:{self.port}",
            "BESA_MAIL_REPLIES": "reply@in.example.org",
            "BESA_MAIL_LISTEN": f"smtp://127.0.0.1:{self.door}",
            "DJANGO_SETTINGS_MODULE": "tests.core.killed_worker.settings",
        }
        self.worker: subprocess.Popen[bytes] | None = None
        self.deaths = 0

    def manage(self, *words: str) -> None:
        """Run a command to its end."""
        subprocess.run(self._command(*words), cwd=ROOT, env=self.environment, check=True)

    def work_until_done(self, open_work: str = _OPEN_WORK) -> None:
        """Run the worker, again whenever it was killed, until nothing is left to do."""
        limit = time.monotonic() + PATIENCE
        while self.rows(open_work) != [(0,)]:
            assert time.monotonic() < limit, f"still open: {self.rows(open_work)}, killed {self.deaths} times"
            if self.worker is None:
                self.worker = subprocess.Popen(
                    self._command("qcluster"), cwd=ROOT, env=self.environment, start_new_session=True
                )
            elif self.worker.poll() is not None:
                assert self.worker.returncode == -signal.SIGKILL
                self.deaths += 1
                self.worker = None
            time.sleep(0.1)

    @contextmanager
    def open_door(self) -> Iterator[subprocess.Popen[bytes]]:
        """The process that takes incoming mail."""
        process = subprocess.Popen(
            self._command("receive_mail"), cwd=ROOT, env=self.environment, start_new_session=True
        )
        try:
            _wait_for(self.door)
            yield process
        finally:
            process.kill()
            process.wait()

    def kill(self) -> None:
        """End the worker and all its processes at once."""
        if self.worker:
            os.killpg(self.worker.pid, signal.SIGKILL)

    def rows(self, statement: str) -> list[Any]:
        """What the database answers."""
        with closing(sqlite3.connect(self.folder / "besa.sqlite3", timeout=20)) as database:
            return database.execute(statement).fetchall()

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), *words]


def _wait_for(port: int) -> None:
    limit = time.monotonic() + PATIENCE
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < limit, "nobody listens"
        time.sleep(0.1)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.kill()


def test_a_worker_killed_in_the_middle_loses_nothing(installation: Installation) -> None:
    server = MailServer(installation)
    controller = Controller(server, hostname="127.0.0.1", port=installation.port)
    controller.start()
    try:
        installation.manage("migrate", "--verbosity=0")
        installation.manage("make_work", str(PAIRS))
        installation.work_until_done()
    finally:
        controller.stop()
    assert installation.deaths == len(DEADLY) + 1
    # Every listener ran to its end, twice only where it was killed between its end and the note of it.
    heard = Counter((installation.folder / "heard").read_text().splitlines())
    lines = [
        f"{word} {name} {n}"
        for word in ("begin", "done")
        for name in ("first", "second")
        for n in range(PAIRS)
    ]
    again = {"begin second 2", "begin first 4", "done first 4"}
    assert heard == {line: 2 if line in again else 1 for line in lines}
    runs = installation.rows("SELECT COUNT(*), COUNT(done_at), COUNT(failed_at) FROM core_listenerrun")
    assert runs == [(2 * PAIRS, 2 * PAIRS, 0)]
    # Every mail went out, and the one that was under way once more, recognisable as the same.
    known = {row[0] for row in installation.rows("SELECT message_id FROM core_outgoingmail")}
    assert set(server.taken) == known and len(known) == PAIRS
    assert Counter(Counter(server.taken).values()) == {1: PAIRS - 1, 2: 1}


def test_a_delivery_and_its_answer_survive_kills_too(installation: Installation) -> None:
    """The worker dies between the mail server's yes and its own note, the post box right after its yes to an answer."""
    server = MailServer(installation)
    controller = Controller(server, hostname="127.0.0.1", port=installation.port)
    controller.start()
    try:
        installation.manage("migrate", "--verbosity=0")
        installation.manage("make_deliveries", str(PAIRS))
        installation.work_until_done(_OPEN_DELIVERIES)
    finally:
        controller.stop()
    assert installation.deaths == 1
    # Every report went out; the one in hand once more, under the same Message-ID and the same delivery id.
    assert Counter(Counter(server.taken).values()) == {1: PAIRS - 1, 2: 1}
    keys = Counter(str(mail["X-Besa-Delivery"]) for mail in server.mails)
    assert len(keys) == PAIRS and max(keys.values()) == 2
    tries = installation.rows("SELECT attempts, COUNT(*) FROM delivery_delivery GROUP BY 1 ORDER BY 1")
    assert tries == [(1, PAIRS - 1), (2, 1)]
    # An answer that was taken with 250 is there, though its taker dies in the same moment; sent again, it stays one.
    answer = EmailMessage()
    answer["From"], answer["To"] = "roads@example.org", str(server.mails[0]["Reply-To"])
    answer["Message-ID"] = "<answer@example.org>"
    answer.set_content("We come on Monday.")
    for _ in range(2):
        with installation.open_door() as door, smtplib.SMTP("127.0.0.1", installation.door) as client:
            client.send_message(answer)
            os.killpg(door.pid, signal.SIGKILL)
            client.close()
    installation.work_until_done(
        _OPEN_DELIVERIES.replace("state != 'sent'", "state NOT IN ('sent', 'acted_on')")
    )
    assert installation.rows("SELECT text FROM reports_update") == [("We come on Monday.",)]
    assert installation.rows("SELECT state, raw FROM delivery_incomingmail") == [("taken", None)]
