"""Who sends a form that anybody may send."""

from __future__ import annotations

from django.http import HttpRequest

from besa.core.context_processors import brand_of
from besa.core.device import device_of
from besa.core.vouching import Sender
from besa.people.models import User


def sender_of(request: HttpRequest) -> Sender:
    """Who sends this request."""
    user = request.user
    return Sender(
        device=device_of(request),
        account_email=user.email if isinstance(user, User) else "",
        language=request.LANGUAGE_CODE,
        brand=brand_of(request).key,
    )
