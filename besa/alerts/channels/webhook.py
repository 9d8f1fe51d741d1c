"""A program of the reader's own: a signed POST of JSON, as https://www.standardwebhooks.com describes it.

This is also how a Telegram or SMS gateway can be fed without a channel of its own.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from hashlib import sha256

import msgspec
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.core import languages, outward
from besa.core.channels import AddressRefused, Channel, Handover, NotDelivered, Parcel
from besa.core.messages import Message
from besa.core.registries import message_channels

NAME = "webhook"
#: short, as the next messages wait for it
_LIMITS = outward.Limits(connect=3, total=5, size=10_000)
_GONE = 410


def check(address: str, options: Mapping[str, str]) -> None:
    """An https address on the public internet; plain http only where the installation itself is on this machine."""
    try:
        outward.check_address(address)
    except outward.OutwardError as error:
        raise AddressRefused(_("This address cannot be reached from here.")) from error
    if not address.lower().startswith("https://") and not settings.LOOPBACK:
        raise AddressRefused(_("Write a complete address that begins with https://."))


def send(parcel: Parcel) -> Handover:
    """POST the message. A retry has the same `webhook-id`; 410 means that nobody listens there any more."""
    moment = timezone.now()
    body = msgspec.json.encode({"timestamp": moment.isoformat(), **body_of(parcel)})
    stamp = str(int(moment.timestamp()))
    headers = {
        "webhook-id": parcel.key,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{signature(parcel.secret, parcel.key, stamp, body)}",
    }
    try:
        answer = outward.post(
            parcel.address, body=body, content_type="application/json", headers=headers, limits=_LIMITS
        )
    except outward.OutwardError as error:
        raise NotDelivered(error.key, permanent=error.permanent) from error
    if answer.status == _GONE:
        raise NotDelivered("gone", permanent=True)
    if not answer.ok:
        raise NotDelivered("refused", str(answer.status))
    return Handover(accepted=True)


def body_of(parcel: Parcel) -> dict[str, object]:
    """What is sent, without the time."""
    message: Message = parcel.subject
    return {
        "type": f"besa.{parcel.occasion}",
        "id": parcel.key,
        "language": languages.TAGS.get(parcel.language, parcel.language),
        "title": message.title,
        "text": message.short,
        "url": message.url,
        "stop_url": message.stop_url,
        "data": dict(message.data),
    }


def signature(secret: str, key: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 of id, time and body, in base64, under the secret that the follower's page shows."""
    signed = f"{key}.{stamp}.".encode() + body
    return base64.b64encode(hmac.new(_key_of(secret), signed, sha256).digest()).decode()


def _key_of(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix("whsec_"))


message_channels.register(
    NAME,
    Channel(
        gettext_lazy("A program (webhook)"),
        gettext_lazy("Address of your program"),
        check,
        send,
        signs=True,
    ),
    rank=30,
)
