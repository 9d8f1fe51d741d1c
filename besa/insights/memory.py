"""Facts held in memory by each process, exact at every request.

A process reads the notes (`FactChange`) that came since it last looked, in one small query, and reads again the
reports they name; nothing else is counted anew. What it does not hold yet comes from the block that the worker
keeps, or, where there is none, from all reports of the municipality.

A mark is a place in the order of the notes. On SQLite, where one transaction writes at a time, it is the next note's
number. On PostgreSQL numbers may become visible out of order, so it is the oldest transaction that was still running:
notes of that one and all later ones are looked at again, those that were read before are passed over.
"""

from __future__ import annotations

import threading
from zoneinfo import ZoneInfo

from django.db import connection

from besa.insights.columns import Facts, Growing, decode
from besa.insights.models import FactBlock, FactLog
from besa.insights.reading import read_all, read_some
from besa.places.models import Municipality

#: with more changes than this, reading all reports again is quicker than each by its number
_MANY = 30_000
#: how often changes made while we read are read too, before the next request's turn
_ROUNDS = 5

_SINCE = {"sqlite": "c.id >= %s", "postgresql": "c.stamp > 0 AND c.stamp >= %s"}
_NOW = {
    "sqlite": "(SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'insights_factchange'), 0) + 1)",
    "postgresql": "pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
}


def mark_now() -> int:
    """The mark of this moment: all changes before it can be seen by whoever reads from now on."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_NOW[connection.vendor]}")
        return int(cursor.fetchone()[0])


class Memory:
    """What one process holds. All of it is guarded by one lock; the facts it gives out never change."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._held: dict[int, Growing] = {}
        self._waiting: dict[int, set[int]] = {}
        self._seen: frozenset[int] = frozenset()
        self._mark = 0
        self._generation: str | None = None

    def facts_of(self, municipality: Municipality) -> Facts:
        """All public reports of a municipality as they stand now."""
        zone, key = ZoneInfo(municipality.time_zone), municipality.pk
        with self._lock:
            self._look()
            for _ in range(_ROUNDS):
                if key not in self._held:
                    self._held[key], self._waiting[key] = _load(key, zone)
                elif not (changed := self._waiting.pop(key, set())):
                    break
                else:
                    self._apply(key, zone, changed)
                self._look()
            return self._held[key].facts

    def forget(self) -> None:
        """Drop everything, as after another database has been put in place."""
        with self._lock:
            self._held.clear()
            self._waiting.clear()
            self._generation = None

    def _apply(self, key: int, zone: ZoneInfo, changed: set[int]) -> None:
        if len(changed) > _MANY:
            self._held[key] = Growing(read_all(key, zone))
            return
        self._held[key].replace(changed, read_some(key, zone, changed))
        if self._held[key].wasteful:
            self._held[key] = Growing(self._held[key].facts.packed())

    def _look(self) -> None:
        """Take in the notes since the mark. One query, whose parts belong together: notes can be deleted meanwhile."""
        vendor = connection.vendor
        sql = f"""
            SELECT l.generation, l.pruned, {_NOW[vendor]}, c.id, c.municipality, c.report
            FROM insights_factlog l LEFT JOIN insights_factchange c ON {_SINCE[vendor]} WHERE l.id = %s"""
        with connection.cursor() as cursor:
            cursor.execute(sql, [self._mark if self._generation is not None else _END, FactLog.ONLY])
            rows = cursor.fetchall()
        generation, pruned, mark = rows[0][:3]
        if generation != self._generation or pruned > self._mark > 0 or mark < self._mark:
            self._held.clear()
            self._waiting.clear()
            self._generation, self._mark, self._seen = generation, mark, frozenset()
            return
        for _, _, _, note, municipality, report in rows:
            if note is not None and note not in self._seen and municipality in self._held:
                self._waiting.setdefault(municipality, set()).add(report)
        self._mark = mark
        self._seen = frozenset(row[3] for row in rows if row[3] is not None)


#: beyond all marks: a process that holds nothing needs no notes
_END = 2**62


def _load(key: int, zone: ZoneInfo) -> tuple[Growing, set[int]]:
    """The facts of a municipality, and the reports that changed since they were written down."""
    while block := FactBlock.objects.filter(pk=key).first():
        if (facts := decode(bytes(block.content))) is None:
            break
        mark, pruned, changed = _changed_since_block(key)
        if block.mark < pruned:
            break
        if mark == block.mark:
            return Growing(facts), changed
    return Growing(read_all(key, zone)), set()


def _changed_since_block(key: int) -> tuple[int, int, set[int]]:
    """The mark of a municipality's block, up to where notes are deleted, and what changed since the mark.

    In one query, as all three may be replaced meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT b.mark, (SELECT pruned FROM insights_factlog), c.report FROM insights_factblock b
            LEFT JOIN insights_factchange c ON c.municipality = b.municipality
                AND {_SINCE[connection.vendor].replace("%s", "b.mark")}
            WHERE b.municipality = %s""",
            [key],
        )
        rows = cursor.fetchall()
    mark, pruned = rows[0][:2] if rows else (-1, 0)
    return mark, pruned, {report for _, _, report in rows if report is not None}


_memory = Memory()


def facts_of(municipality: Municipality) -> Facts:
    """All public reports of a municipality as they stand now; see `Memory`."""
    return _memory.facts_of(municipality)


def forget() -> None:
    """Drop what this process holds."""
    _memory.forget()
