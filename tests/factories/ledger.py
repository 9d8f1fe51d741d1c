"""Entries for tests."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from besa.ledger.models import Entry
from besa.ledger.services import record


def make_entry(**changes: Any) -> Entry:
    """One committed entry; any argument of `record` may be given."""
    values: dict[str, Any] = {
        "verb": "reports.acknowledged",
        "subject": "report:01hq0000000000000000000000",
        "actor_role": "officer",
        "municipality": "gjakova",
        "public": {"state": "acknowledged"},
    }
    with transaction.atomic():
        return record(**{**values, **changes})


def make_entries(count: int, **changes: Any) -> list[Entry]:
    """Several committed entries about different reports."""
    return [make_entry(**{"subject": f"report:{number:026d}", **changes}) for number in range(count)]
