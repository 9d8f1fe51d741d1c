"""Who gets a municipality's reports: added, changed, removed, each with a line of history and of the ledger."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from besa.core.canonical import canonical_json
from besa.delivery.models import Delivery, Recipient, RecipientChange, State
from besa.delivery.states import advance
from besa.ledger.services import record
from besa.people.models import User
from besa.places.models import Municipality

#: what the public ledger may show: conditions and channel, no address, no name
_PUBLIC = ("category_id", "department_id", "place_id", "radius_m", "channel")


class ChangedMeanwhile(Exception):
    """Somebody else saved other values since the form was opened; nothing was written."""


@dataclass(frozen=True)
class Wanted:
    """What a coordinator sets about a recipient; None in a condition means all. `options` are the channel's."""

    name: str
    channel: str
    address: str
    language: str
    category_id: int | None = None
    department_id: int | None = None
    place_id: int | None = None
    radius_m: int | None = None
    options: Mapping[str, str] | None = None

    def columns(self) -> dict[str, Any]:
        """As they are stored."""
        return asdict(self) | {"options": dict(self.options or {})}


def wanted_of(recipient: Recipient) -> Wanted:
    """What is set about a recipient now."""
    return Wanted(**{name: getattr(recipient, name) for name in Wanted.__dataclass_fields__})


def fingerprint(recipient: Recipient) -> str:
    """What a form was opened with, so that saving it later cannot undo somebody else's change unseen."""
    return sha256(canonical_json(wanted_of(recipient).columns()).encode()).hexdigest()[:16]


def add_recipient(*, municipality: Municipality, wanted: Wanted, by: User, role: str) -> Recipient:
    """From now on, reports that fit are sent there too; those that are there already are not."""
    with transaction.atomic():
        recipient = Recipient.objects.create(
            municipality=municipality, secret=secrets.token_hex(32), **wanted.columns()
        )
        _note(recipient, RecipientChange.Kind.ADDED, by, role, {}, wanted.columns())
    return recipient


def change_recipient(*, recipient: Recipient, wanted: Wanted, seen: str, by: User, role: str) -> bool:
    """Save other values; False when nothing is different. Another address takes the marks of the old one away.

    Raises ChangedMeanwhile when the recipient is no longer what the form was opened with (`seen`), or was removed.
    """
    with transaction.atomic():
        current = Recipient.objects.select_for_update().filter(pk=recipient.pk, removed_at__isnull=True)
        if (there := current.first()) is None or fingerprint(there) != seen:
            raise ChangedMeanwhile
        old, new = wanted_of(there).columns(), wanted.columns()
        changed = [name for name in new if new[name] != old[name]]
        if not changed:
            return False
        marks = {"bounced_at": None, "bounce_status": "", "dead_since": None} if "address" in changed else {}
        current.update(**new, **marks)
        before, after = ({name: values[name] for name in changed} for values in (old, new))
        _note(recipient, RecipientChange.Kind.CHANGED, by, role, before, after)
    recipient.refresh_from_db()
    return True


def remove_recipient(*, recipient: Recipient, by: User, role: str) -> bool:
    """Send nothing there any more; False when it was removed before. What still waits is cancelled."""
    with transaction.atomic():
        removed = Recipient.objects.filter(pk=recipient.pk, removed_at__isnull=True).update(
            removed_at=timezone.now()
        )
        if not removed:
            return False
        advance(
            Q(recipient=recipient),
            olds=frozenset({State.QUEUED, State.RETRYING, State.FAILED}),
            new=State.CANCELLED,
            reason="removed",
        )
        _note(recipient, RecipientChange.Kind.REMOVED, by, role, wanted_of(recipient).columns(), {})
    return True


def renew_secret(*, recipient: Recipient, by: User, role: str) -> None:
    """Another secret for signatures, for when the old one became known."""
    with transaction.atomic():
        Recipient.objects.filter(pk=recipient.pk).update(secret=secrets.token_hex(32))
        _note(recipient, RecipientChange.Kind.CHANGED, by, role, {"secret": ""}, {"secret": ""})
    recipient.refresh_from_db()


def mark_bounced(*, delivery: Delivery, status: str) -> None:
    """Its mail server says that there is no such box; the mark stays until the address changes or somebody answers."""
    Recipient.objects.filter(pk=delivery.recipient_id, bounced_at__isnull=True).update(
        bounced_at=timezone.now(), bounce_status=status[:20]
    )


def _note(
    recipient: Recipient, kind: str, by: User, role: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """Settings that may be secret are noted as changed, not with what they say."""
    told = [
        {**values, "options": sorted(values["options"])} if "options" in values else values
        for values in (before, after)
    ]
    RecipientChange.objects.create(
        recipient=recipient, kind=kind, at=timezone.now(), by=by, before=told[0], after=told[1]
    )
    record(
        verb=f"delivery.recipient_{kind}",
        subject=f"recipient:{recipient.pk}",
        actor_role=role,
        municipality=recipient.municipality.slug,
        public={name: value for name, value in (after or before).items() if name in _PUBLIC},
        private={"by": by.pk},
    )


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "options": sorted(values["options"])} if "options" in values else values
