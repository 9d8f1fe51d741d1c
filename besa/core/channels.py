"""What a channel is: a way to hand something over to a recipient, such as mail or a webhook.

`core.registries.channels` holds them by key. Whoever asks for a delivery (the app `delivery`) keeps its state,
leases and attempts; a channel only checks an address and sends once, in the worker, outside any transaction. It
may be asked to send the same parcel again after a crash, and must then use the same id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Parcel:
    """One thing for one recipient.

    `key` names it, the same on every attempt and another when it goes out again later (a reopened report);
    `occasion` says why it goes out: new, reopened, forwarded, test. `earlier` are the keys of former rounds.
    `subject` is what it is about, such as a `Report`. `options` are the channel's own settings by `ChannelField.key`.
    """

    key: str
    occasion: str
    subject: Any
    address: str
    language: str
    brand: str
    reply_to: str = ""
    secret: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handover:
    """It went out. `accepted` when the other side confirmed that it took it on; `foreign_id` is its number there."""

    accepted: bool = False
    foreign_id: str = ""


class NotDelivered(Exception):
    """It did not go out. `key` says why, `detail` what the other side said; `permanent`: trying again is no use."""

    def __init__(self, key: str, detail: str = "", *, permanent: bool = False) -> None:
        super().__init__(f"{key}: {detail}" if detail else key)
        self.key = key
        self.detail = detail
        self.permanent = permanent


class AddressRefused(ValueError):
    """An address that the channel cannot use; `str()` is the reason for whoever typed it."""


@dataclass(frozen=True)
class ChannelField:
    """One setting of a channel besides the address. A secret one is never shown again once it is saved."""

    key: str
    label: Promise | str
    help_text: Promise | str = ""
    required: bool = False
    secret: bool = False


@dataclass(frozen=True)
class Channel:
    """A way to deliver. `check` raises AddressRefused, `send` NotDelivered.

    `signs`: parcels are signed with a secret that the recipient needs to know.
    """

    label: Promise | str
    address_label: Promise | str
    check: Callable[[str, Mapping[str, str]], None]
    send: Callable[[Parcel], Handover]
    fields: tuple[ChannelField, ...] = ()
    signs: bool = False
