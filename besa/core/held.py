"""Small tables that every request needs, held in memory: municipalities, places, categories, rules.

Each process keeps one immutable value for each `Held`. A write to one of its tables, through whatever path, sets a
new random revision in the same transaction: a wrapper around the connection sees to it, so that no service can
forget to. A process looks at most once a second whether the revisions are still those it knows, so it is at most a
second behind what another one has written, and not at all behind itself.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from besa.core.models import Revision

T = TypeVar("T")

CHECK_EVERY_S = 1.0
_RENEW = (
    "INSERT INTO core_revision (name, token) VALUES (%s, %s)"
    " ON CONFLICT (name) DO UPDATE SET token = excluded.token"
)
_WRITES = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "?(\w+)', re.IGNORECASE)


class Held(Generic[T]):
    """What `load` makes of some tables, kept until one of them changes. Safe to use from any thread.

    `load` is called with the revision it makes the value of. Several names of tables of models are watched.
    """

    def __init__(self, name: str, watched: tuple[type[models.Model], ...], load: Callable[[str], T]) -> None:
        self.name = name
        self._load = load
        self._lock = threading.Lock()
        self._value: T | None = None
        self._revision = ""
        self._forgotten = 0
        _all[name] = self
        for model in watched:
            _watchers.setdefault(model._meta.db_table, []).append(self)

    def current(self) -> T:
        """The value, at most a second behind the database."""
        value = self._value
        if value is not None and not _is_time_to_look():
            return value
        revision = _revisions().get(self.name, "")
        if (value := self._value) is not None and self._revision == revision:
            return value
        with self._lock:
            if self._value is not None and self._revision == revision:
                return self._value
            before = self._forgotten
            value = self._load(revision)
            # Written to while it was read: good for this answer, and to be read again for the next.
            if before == self._forgotten:
                self._value, self._revision = value, revision
            return value

    def forget(self) -> None:
        """Drop what this process holds; the next look reads the database."""
        self._forgotten += 1
        self._value = None
        _look_again()


_all: dict[str, Held[Any]] = {}
_watchers: dict[str, list[Held[Any]]] = {}
_known: dict[str, str] = {}
_looked_at = float("-inf")


def _is_time_to_look() -> bool:
    return time.monotonic() - _looked_at >= CHECK_EVERY_S


def _look_again() -> None:
    global _looked_at
    _looked_at = min(_looked_at, time.monotonic() - CHECK_EVERY_S)


def _revisions() -> dict[str, str]:
    """The revision of every name, read at most once a second."""
    global _known, _looked_at
    if _is_time_to_look():
        looked_at = time.monotonic()
        _known = dict(Revision.objects.values_list("name", "token"))
        _looked_at = looked_at
    return _known


def forget_all() -> None:
    """Drop everything: the database is another one now."""
    for held in _all.values():
        held.forget()


@contextmanager
def hold() -> Iterator[None]:
    """Keep what is held, without a look at the database, for as long as this lasts: for long work and its helpers."""
    global _looked_at
    for held in _all.values():
        held.current()
    _looked_at = float("inf")
    try:
        yield
    finally:
        _looked_at = float("-inf")


def watch(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Have a new connection notice writes to what is held."""
    if _notice not in connection.execute_wrappers:
        connection.execute_wrappers.append(_notice)


def _notice(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    result = execute(sql, params, many, context)
    written = _WRITES.match(sql)
    if written and written[1] in _watchers:
        for held in _watchers[written[1]]:
            _renew(held, context["connection"])
    return result


def _renew(held: Held[Any], connection: BaseDatabaseWrapper) -> None:
    """Tell every process, within a second, and this one at once. Belongs to the transaction of the change."""
    # One plain statement: while the rows of an INSERT … RETURNING are being read, SQLite opens no savepoint.
    with connection.cursor() as cursor:
        cursor.execute(_RENEW, [held.name, secrets.token_hex(16)])
    held.forget()
    # Another thread may have read the old rows before the change was committed.
    transaction.on_commit(held.forget, using=connection.alias)
