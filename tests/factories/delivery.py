"""Recipients, deliveries, and the worker that sends them."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from besa.core.events import decode, listeners_of
from besa.core.models import OutboxEvent
from besa.core.public_addresses import read_trust
from besa.delivery.management.certificates import Certificate
from besa.delivery.management.post_box import PostBox, open_door
from besa.delivery.models import Delivery, Recipient
from besa.delivery.services.sending import deliver
from besa.places.models import Municipality
from tests.core.outward_servers import Server


def a_recipient(municipality: Municipality, name: str = "Roads", **values: Any) -> Recipient:
    """Somebody who gets all reports of a municipality by mail."""
    defaults = {
        "channel": "mail",
        "address": "roads@example.org",
        "language": "en",
        "secret": "5ecre7",
    }
    return Recipient.objects.create(municipality=municipality, name=name, **(defaults | values))


def hear(times: int = 1, app: str = "besa.delivery") -> None:
    """What the worker does with all events that an app listens to, as often as it may happen."""
    for _ in range(times):
        for row in list(OutboxEvent.objects.order_by("pk")):
            for name, listener in listeners_of(row.name).items():
                if name.startswith(app):
                    listener(decode(row.name, row.payload))


def work() -> None:
    """Hear everything and try every delivery once."""
    hear()
    for pk in Delivery.objects.order_by("pk").values_list("pk", flat=True):
        deliver(pk)


class MailServer:
    """A real mail server on loopback. `refuse` maps an address to what it is told."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.refuse: dict[str, str] = {}
        self.answer = "250 OK"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    async def handle_RCPT(  # aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take or refuse an address."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # aiosmtpd's name
        """Keep the mail."""
        if self.answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        return self.answer


@contextmanager
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A mail server that the installation sends to, and a domain that answers come back to."""
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    settings.MAIL_ADDRESS = f"smtp://127.0.0.1:{server.port}"
    settings.MAIL_REPLIES = "reply@in.example.org"
    settings.DEFAULT_FROM_EMAIL = "Besa <besa@example.org>"
    try:
        yield server
    finally:
        controller.stop()


def trust(settings: Any, server: Server) -> str:
    """Let webhooks reach a server on loopback; its address."""
    settings.OUTWARD_TRUSTED = read_trust([f"127.0.0.1:{server.port}"])
    return f"http://127.0.0.1:{server.port}/hook"


@contextmanager
def post_box(listen: str = "smtp", certificate: Certificate | None = None) -> Iterator[int]:
    """The door for incoming mail, open on loopback; its port."""
    box, loop, ready = PostBox(), asyncio.new_event_loop(), threading.Event()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    servers: list[asyncio.Server] = []

    def run() -> None:
        asyncio.set_event_loop(loop)
        servers.append(loop.run_until_complete(open_door(f"{listen}://127.0.0.1:{port}", box, certificate)))
        ready.set()
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(servers[0].close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        box.close()
