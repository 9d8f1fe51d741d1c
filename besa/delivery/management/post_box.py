"""The door for incoming mail: SMTP or LMTP, for our own signed addresses only.

With a certificate it offers STARTTLS, or (`smtps`) speaks TLS from the first byte. Nobody signs in here: whatever name
and password somebody sends is refused, in clear text before a word of it is read.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP
from django.db import DatabaseError, connection

from besa.core.mail_addresses import token_of
from besa.delivery.incoming.letters import MAX_BYTES
from besa.delivery.management.certificates import Certificate
from besa.delivery.services.receiving import NotOurs, TooMuch, keep_mail

_THREADS = 4
_IDLE_S = 60
_LONGEST_LINE = 64 * 1024
_NO_SIGNING_IN = ("LOGIN", "PLAIN")


class _Smtp(SMTP):
    """Old mail programs write longer lines than the standard's thousand bytes."""

    line_length_limit = _LONGEST_LINE


class _Lmtp(LMTP):
    """The same for a mail server on this machine."""

    line_length_limit = _LONGEST_LINE


class PostBox:
    """What aiosmtpd asks. A mail is taken with 250 only when it is on the disk."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="post-box")

    async def handle_EHLO(  # aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Offer no signing in, which the library does as soon as a connection is encrypted."""
        session.host_name = hostname
        return [line for line in responses if not line[4:].startswith("AUTH")]

    async def handle_RCPT(  # aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Only addresses that we signed, one for each mail: nobody can send through us to anybody else."""
        if token_of(address) is None:
            return "550 5.1.1 No such address here"
        if envelope.rcpt_tos:
            return "452 4.5.3 One recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # aiosmtpd's name
        """Keep the mail, in a thread: the database waits, other connections do not."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._pool, _keep, envelope.content, envelope.mail_from or "", envelope.rcpt_tos[0]
        )

    def close(self) -> None:
        """Finish what is being kept."""
        self._pool.shutdown()


def _keep(raw: bytes, sender: str, mailbox: str) -> str:
    try:
        keep_mail(raw=raw, sender=sender.strip("<>"), mailbox=mailbox)
    except NotOurs:
        return "550 5.1.1 No such address here"
    except TooMuch:
        return "450 4.7.1 Too many mails to this address, try again later"
    except DatabaseError:
        return "451 4.3.0 Cannot keep it now, try again later"
    finally:
        connection.close()  # mails are few
    return "250 2.0.0 Kept"


def address_of(listen: str) -> tuple[str, str, int]:
    """Protocol, host and port of `smtp://127.0.0.1:2525`; ValueError for what is none."""
    parts = urlsplit(listen)
    if parts.scheme not in ("smtp", "smtps", "lmtp") or not parts.hostname or not parts.port:
        raise ValueError(f"{listen!r} is no address to take mail at, such as smtp://127.0.0.1:2525")
    return parts.scheme, parts.hostname, parts.port


async def open_door(listen: str, box: PostBox, certificate: Certificate | None = None) -> asyncio.Server:
    """Listen at an address until the server is closed. ValueError for `smtps` without a certificate."""
    scheme, host, port = address_of(listen)
    kind = _Lmtp if scheme == "lmtp" else _Smtp
    context = certificate.context if certificate else None
    at_once = scheme == "smtps"
    if at_once and context is None:
        raise ValueError("smtps needs a certificate")

    def connection() -> SMTP:
        if certificate:
            certificate.renew()
        return kind(
            box,
            data_size_limit=MAX_BYTES,
            enable_SMTPUTF8=True,
            ident="Besa",
            timeout=_IDLE_S,
            hostname="besa",
            tls_context=None if at_once else context,
            auth_require_tls=True,
            auth_exclude_mechanism=_NO_SIGNING_IN,
        )

    loop = asyncio.get_running_loop()
    return await loop.create_server(connection, host, port, ssl=context if at_once else None)
