"""An entry belongs to the transaction of its act, and commits to what is private without telling it."""

from __future__ import annotations

import hmac
import json
import statistics
import time
from collections.abc import Callable
from hashlib import sha256

import pytest
from django.db import transaction

from besa.core.canonical import canonical_json
from besa.ledger.models import Entry, PrivatePayload
from besa.ledger.services import record
from tests.factories.ledger import make_entry


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction of the act"):
        record(verb="reports.received", subject="report:1", actor_role="reporter", municipality="", public={})
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_nothing() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(
            verb="reports.received",
            subject="report:1",
            actor_role="reporter",
            municipality="peja",
            public={},
            private={"text": "secret"},
        )
        _ = 1 / 0
    assert not Entry.objects.exists()
    assert not PrivatePayload.objects.exists()


@pytest.mark.django_db
def test_private_payload_is_only_committed_to() -> None:
    entry = make_entry(private={"text": "my neighbour's name"})
    kept = PrivatePayload.objects.get(entry_id=entry.pk)
    assert "neighbour" not in entry.leaf
    expected = hmac.new(bytes(kept.key), kept.payload.encode(), sha256).hexdigest()
    assert json.loads(entry.leaf)["commitment"] == expected
    assert json.loads(kept.payload) == {"text": "my neighbour's name"}


@pytest.mark.django_db
def test_the_leaf_tells_all_and_is_canonical() -> None:
    entry = make_entry(public={"ë": 1, "a": [True, None]})
    told = json.loads(entry.leaf)
    assert canonical_json(told) == entry.leaf
    assert told["verb"] == entry.verb
    assert told["public"] == {"ë": 1, "a": [True, None]}
    assert "commitment" not in told
    assert make_entry().leaf != make_entry().leaf


@pytest.mark.django_db
def test_what_no_entry_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="floating point"):
        make_entry(public={"lat": 42.3})
    with pytest.raises(ValueError, match="65,535"):
        make_entry(public={"long": "ë" * 40_000})


@pytest.mark.django_db
def test_how_long_recording_takes(record_property: Callable[[str, object], None]) -> None:
    """Measured and reported, not judged: the machine may be busy."""
    times = []
    for _ in range(200):
        start = time.perf_counter()
        record(
            verb="reports.received",
            subject="report:1",
            actor_role="reporter",
            municipality="peja",
            public={"category": "waste"},
            private={"text": "x" * 300},
        )
        times.append(time.perf_counter() - start)
    record_property("median_ms", round(statistics.median(times) * 1000, 3))
    assert Entry.objects.count() == 200
