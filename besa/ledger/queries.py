"""Reading the ledger: what is sealed, and what proves it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from besa.ledger.epochs import current_epoch
from besa.ledger.models import Checkpoint, Entry

#: how far the orders of positions and of times can differ: the longest transaction, with room to spare
_DISORDER = timedelta(hours=1)


@dataclass(frozen=True)
class Filters:
    """Which entries a reader wants to see. Empty values mean all; `since` ≤ time < `until`."""

    municipality: str = ""
    verb: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class SealedEntry:
    """One entry as its leaf tells it: the other columns of its row prove nothing."""

    position: int
    leaf: str
    told: dict[str, Any]

    @classmethod
    def from_leaf(cls, position: int, leaf: str) -> SealedEntry:
        """Read an entry's leaf."""
        return cls(position, leaf, json.loads(leaf))

    @property
    def at(self) -> datetime:
        """When it happened (UTC)."""
        return datetime.fromisoformat(self.told["at"])


def latest_checkpoint() -> Checkpoint | None:
    """The newest signed head of the current epoch, or None before the first sealing."""
    return Checkpoint.objects.filter(origin=current_epoch().origin).order_by("-size").first()


def sealed_size() -> int:
    """Size of the newest signed head; 0 before the first sealing."""
    checkpoint = latest_checkpoint()
    return checkpoint.size if checkpoint else 0


def leaves_between(start: int, end: int) -> list[tuple[int, str]]:
    """(position, leaf) of the entries from one position up to, not including, another."""
    rows = Entry.objects.filter(position__gte=start, position__lt=end).order_by("position")
    return [(position or 0, leaf) for position, leaf in rows.values_list("position", "leaf")]


def all_leaves(size: int, *, step: int = 2_000) -> Iterator[tuple[int, str]]:
    """(position, leaf) of all entries of a tree of this size, in order, a few at a time."""
    for start in range(0, size, step):
        yield from leaves_between(start, min(size, start + step))


def sealed_entry(position: int) -> SealedEntry | None:
    """The entry at a position, or None."""
    leaf = Entry.objects.filter(position=position).values_list("leaf", flat=True).first()
    return SealedEntry.from_leaf(position, leaf) if leaf is not None else None


def newest_entries(filters: Filters, *, before: int | None = None, limit: int) -> list[SealedEntry]:
    """Entries, newest first, from those below a position on."""
    rows = _within(filters, Entry.objects.filter(position__isnull=False))
    if before is not None:
        rows = rows.filter(position__lt=before)
    found = rows.order_by("-position").values_list("position", "leaf")[:limit]
    return [SealedEntry.from_leaf(position or 0, leaf) for position, leaf in found]


def _within(filters: Filters, rows: QuerySet[Entry]) -> QuerySet[Entry]:
    for column in ("municipality", "verb", "subject"):
        if value := getattr(filters, column):
            rows = rows.filter(**{column: value})
    # A period is a range of positions, found by two look-ups: ordering by position then reads nothing else.
    if filters.since:
        rows = rows.filter(at__gte=filters.since)
        first = Entry.objects.filter(at__gte=filters.since - _DISORDER).order_by("at").first()
        rows = rows.filter(position__gte=first.position) if first and first.position is not None else rows
    if filters.until:
        rows = rows.filter(at__lt=filters.until)
        last = Entry.objects.filter(at__lt=filters.until + _DISORDER).order_by("-at").first()
        rows = rows.filter(position__lte=last.position) if last and last.position is not None else rows
    return rows
