"""Rows that many acts of one transaction write beside their own, written together at its end.

An act writes its ledger entry, its event and what it changes in the counts by `write_soon`. For one act that is at
once. While somebody gathers, because many reports are acted on, the rows wait and become one statement for each kind.
No act may read what it has written so, nor need the ids of such rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

#: by what writes them: the rows that wait, in the order of the acts
_Waiting = dict[Callable[[Sequence[Any]], object], list[Any]]
_waiting: ContextVar[_Waiting | None] = ContextVar("waiting", default=None)


def write_soon(write: Callable[[Sequence[T]], object], row: T) -> None:
    """Write a row with others like it at the end of the transaction; at once where nobody gathers."""
    waiting = _waiting.get()
    if waiting is None:
        write([row])
    else:
        waiting.setdefault(write, []).append(row)


@contextmanager
def gathering() -> Iterator[None]:
    """Let rows wait until the end of this, inside the transaction of the acts. What fails writes nothing."""
    waiting: _Waiting = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for write, rows in waiting.items():
        if rows:
            write(rows)


@contextmanager
def one_of_many() -> Iterator[None]:
    """One act among those that are gathered: when it is refused, its rows wait no longer."""
    waiting = _waiting.get() or {}
    before = {write: len(rows) for write, rows in waiting.items()}
    try:
        yield
    except BaseException:
        for write, rows in waiting.items():
            del rows[before.get(write, 0) :]
        raise
