"""Forgetting: what an entry committed to goes, the entry and all proofs stay."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction

from besa.ledger.erasure_list import Erasure, keep_erasures
from besa.ledger.models import Entry, PrivatePayload
from besa.ledger.services.recording import record
from besa.ledger.services.sealing import ERASED


def erase_subject(*, subject: str, actor_role: str, municipality: str) -> Entry:
    """Delete all private payloads of a subject with their keys, and append an entry that says so.

    The erasure also goes on a list outside the database, so that no restored backup brings the subject back:
    at once after commit, and should the process die right there, by the sealer within a minute.
    """
    with transaction.atomic():
        deleted, _ = PrivatePayload.objects.filter(subject=subject).delete()
        entry = record(
            verb=ERASED,
            subject=subject,
            actor_role=actor_role,
            municipality=municipality,
            public={"payloads": deleted},
        )
        transaction.on_commit(partial(keep_erasures, [Erasure.told_by(subject, entry.leaf)]))
    return entry


def erase_payloads(*, subject: str, holding: Callable[[Any], bool]) -> int:
    """Delete those private payloads of a subject, with their keys, that hold something; how many.

    The entries stay, and commit to what nobody can tell any more.
    """
    with transaction.atomic():
        rows = PrivatePayload.objects.filter(subject=subject).values_list("pk", "payload")
        held = [pk for pk, payload in rows if holding(json.loads(payload))]
        return PrivatePayload.objects.filter(pk__in=held).delete()[0]
