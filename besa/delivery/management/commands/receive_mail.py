"""Takes answers and notices of failure by mail, until told to stop. bin/serve runs it where BESA_MAIL_LISTEN is set."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from besa.delivery.management.certificates import Certificate
from besa.delivery.management.post_box import PostBox, address_of, open_door


class Command(BaseCommand):
    help = "Take answers by mail at BESA_MAIL_LISTEN for the addresses of BESA_MAIL_REPLIES."

    def handle(self, *args: Any, **options: Any) -> None:
        """Listen until SIGTERM or Ctrl+C."""
        if not settings.MAIL_LISTEN or not settings.MAIL_REPLIES:
            raise CommandError("Set BESA_MAIL_LISTEN and BESA_MAIL_REPLIES first, see docs/settings.md.")
        try:
            scheme, _host, _port = address_of(settings.MAIL_LISTEN)
        except ValueError as error:
            raise CommandError(str(error)) from error
        certificate = _certificate()
        if scheme == "smtps" and certificate is None:
            raise CommandError("smtps needs BESA_MAIL_CERTIFICATE and BESA_MAIL_CERTIFICATE_KEY.")
        asyncio.run(self._listen(certificate))

    async def _listen(self, certificate: Certificate | None) -> None:
        box, stopped = PostBox(), asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stopped.set)
        server = await open_door(settings.MAIL_LISTEN, box, certificate)
        self.stdout.write(f"Taking mail at {settings.MAIL_LISTEN}.")
        await stopped.wait()
        server.close()
        box.close()


def _certificate() -> Certificate | None:
    chain, key = settings.MAIL_CERTIFICATE, settings.MAIL_CERTIFICATE_KEY
    if not chain and not key:
        return None
    try:
        return Certificate(Path(chain), Path(key))
    except OSError as error:  # ssl.SSLError is one
        raise CommandError(
            f"BESA_MAIL_CERTIFICATE and BESA_MAIL_CERTIFICATE_KEY cannot be used: {error}"
        ) from error
