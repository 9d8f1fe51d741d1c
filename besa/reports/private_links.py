"""The reporter's private link: nothing secret is stored, and it dies with the reporter's row."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256

from django.conf import settings

from besa.reports.models import Reporter


def _derived(purpose: str, reporter: Reporter, more: str = "") -> str:
    message = f"besa.{purpose}:{reporter.report_id}:{reporter.link_salt}{more}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, sha256).digest()
    return base64.urlsafe_b64encode(digest)[:22].decode()


def secret_of(reporter: Reporter) -> str:
    """What follows the report's uid in the private link: 132 bits, derived from the installation's secret."""
    return _derived("receipt", reporter)


def opens(secret: str, reporter: Reporter) -> bool:
    """True when the secret is this reporter's."""
    return hmac.compare_digest(secret_of(reporter).encode(), secret.encode())


def confirmation_of(reporter: Reporter) -> str:
    """What only the owner of the address gets, by mail: whoever has the browser has the private link anyway."""
    return _derived("confirm", reporter, f":{reporter.email}")


def confirms(token: str, reporter: Reporter) -> bool:
    """True when the token was mailed to this reporter's address."""
    return bool(reporter.email) and hmac.compare_digest(confirmation_of(reporter).encode(), token.encode())
