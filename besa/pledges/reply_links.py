"""The private link of the right of reply: derived from the installation's secret, worth nothing once it is closed."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256

from django.conf import settings

from besa.pledges.models import ReplyRequest


def secret_of(request: ReplyRequest) -> str:
    """What follows the number in the private link: 132 bits."""
    message = f"besa.pledges.reply:{request.pk}:{request.link_salt}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, sha256).digest()
    return base64.urlsafe_b64encode(digest)[:22].decode()


def opens(secret: str, request: ReplyRequest) -> bool:
    """Whether the secret is this request's."""
    return hmac.compare_digest(secret_of(request).encode(), secret.encode())
