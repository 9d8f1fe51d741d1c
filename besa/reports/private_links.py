"""The reporter's private link: nothing secret is stored, and it dies with the reporter's row."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256

from django.conf import settings

from besa.reports.models import Reporter


def secret_of(reporter: Reporter) -> str:
    """What follows the report's uid in the private link: 132 bits, derived from the installation's secret."""
    message = f"besa.receipt:{reporter.report_id}:{reporter.link_salt}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, sha256).digest()
    return base64.urlsafe_b64encode(digest)[:22].decode()


def opens(secret: str, reporter: Reporter) -> bool:
    """True when the secret is this reporter's."""
    return hmac.compare_digest(secret_of(reporter).encode(), secret.encode())
