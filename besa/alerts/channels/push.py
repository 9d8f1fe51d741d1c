"""Web push (RFC 8030, 8291, 8292): encrypted for the browser, signed by the installation.

Addresses come from browsers, that is from anybody: only the push services of BESA_PUSH_SERVICES are spoken to.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Mapping
from urllib.parse import urlsplit

import http_ece
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.alerts.vapid import authorization
from besa.core import languages, outward
from besa.core.channels import AddressRefused, Channel, Handover, NotDelivered, Parcel
from besa.core.messages import Message
from besa.core.registries import message_channels

NAME = "push"
#: short, as the next messages wait for it
_LIMITS = outward.Limits(connect=3, total=8, size=10_000)
_GONE = frozenset({404, 410})
#: the service did not take it because of us or the message: trying again is no use
_WRONG = frozenset({400, 401, 403, 413})
#: how long the service keeps a message for a phone that is off
_KEPT_S = 24 * 3600
_LONGEST = 300
_POINT, _SECRET = 65, 16


def check(address: str, options: Mapping[str, str]) -> None:
    """An https address of a push service, with the browser's public key and secret."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not _is_service(parts.hostname or "") or not address.isprintable():
        raise AddressRefused(_("This browser's notifications cannot be used. Follow by e-mail instead."))
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(
            ec.SECP256R1(), _bytes(options.get("p256dh", ""), _POINT)
        )
        _bytes(options.get("auth", ""), _SECRET)
    except ValueError as error:
        raise AddressRefused(
            _("This browser's notifications cannot be used. Follow by e-mail instead.")
        ) from error


def _is_service(host: str) -> bool:
    host = host.lower()
    return any(
        host.endswith(name) if name.startswith(".") else host == name for name in settings.PUSH_SERVICES
    )


def _bytes(text: str, length: int) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64url") from error
    if len(raw) != length:
        raise ValueError("wrong length")
    return raw


def send(parcel: Parcel) -> Handover:
    """Encrypt and POST. A retry has the same `Topic`, so that the service keeps one of them."""
    headers = {
        "Authorization": authorization(parcel.address),
        "Content-Encoding": "aes128gcm",
        "TTL": str(_KEPT_S),
        "Topic": parcel.key[:32],
        "Urgency": "normal",
    }
    try:
        answer = outward.post(
            parcel.address,
            body=encrypted(payload_of(parcel), parcel.options),
            content_type="application/octet-stream",
            headers=headers,
            limits=_LIMITS,
        )
    except outward.OutwardError as error:
        raise NotDelivered(error.key, permanent=error.permanent) from error
    if answer.status in _GONE:
        raise NotDelivered("gone", permanent=True)
    if not answer.ok:
        raise NotDelivered("refused", str(answer.status), permanent=answer.status in _WRONG)
    return Handover(accepted=True)


def payload_of(parcel: Parcel) -> bytes:
    """What the service worker shows. The address is without host: it opens on the host that was subscribed on."""
    message: Message = parcel.subject
    return msgspec.json.encode(
        {
            "title": message.title[:_LONGEST],
            "body": message.short[:_LONGEST],
            "url": urlsplit(message.url).path,
            "tag": parcel.key if message.about.startswith("alert:") else message.about,
            "lang": languages.TAGS.get(parcel.language, parcel.language),
            "icon": reverse("core:app_icon", args=[parcel.brand, 192]),
        }
    )


def encrypted(payload: bytes, keys: Mapping[str, str]) -> bytes:
    """The payload for one browser, under a key that is used once."""
    content: bytes = http_ece.encrypt(
        payload,
        salt=os.urandom(16),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_bytes(keys["p256dh"], _POINT),
        auth_secret=_bytes(keys["auth"], _SECRET),
        version="aes128gcm",
    )
    return content


message_channels.register(
    NAME,
    Channel(gettext_lazy("Notifications on this device"), gettext_lazy("Browser"), check, send),
    rank=20,
)
