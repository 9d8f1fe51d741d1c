"""The mail server named by BESA_MAIL."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.mail import get_connection


def connection_from(address: str) -> Any:
    """Django's SMTP connection for `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465` (TLS).

    A host on loopback is spoken to in the clear.
    """
    parts = urlsplit(address)
    tls = parts.scheme == "smtps"
    local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or (465 if tls else 587),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=tls,
        use_tls=not tls and not local,
        timeout=30,
    )
