"""Measuring one request: CPU time, queries, bytes, and the CPU time of its SQL alone."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.http import HttpResponse


@dataclass
class Measured:
    """Medians over the runs: CPU milliseconds of the request and of its SQL repeated alone; queries; bytes.

    `wall_ms` is by the clock on the wall, so it includes waiting for the disk.
    """

    name: str
    cpu_ms: float
    slowest_ms: float
    wall_ms: float
    sql_ms: float
    queries: int
    size: int
    status: int
    notes: dict[str, Any] = field(default_factory=dict)


def measure(
    name: str, ask: Callable[[], HttpResponse], *, runs: int = 30, before: Callable[[], None] = lambda: None
) -> Measured:
    """Ask several times after one warm-up; `before` runs outside the clock, to make each run cold."""
    before()
    with _kept_queries() as queries:
        response = ask()
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    times, walls = [], []
    gc.collect()
    gc.disable()
    for _ in range(runs):
        before()
        started, began = time.process_time(), time.perf_counter()
        ask()
        times.append((time.process_time() - started) * 1000)
        walls.append((time.perf_counter() - began) * 1000)
    gc.enable()
    reads = [query for query in queries if query[0].lstrip()[:6].upper() == "SELECT"]
    return Measured(
        name=name,
        cpu_ms=statistics.median(times),
        slowest_ms=max(times),
        wall_ms=statistics.median(walls),
        sql_ms=_raw(reads, runs),
        queries=len(queries),
        size=len(body),
        status=response.status_code,
    )


@contextmanager
def _kept_queries() -> Iterator[list[tuple[str, Any]]]:
    kept: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not many:
            kept.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield kept


def _raw(queries: list[tuple[str, Any]], runs: int) -> float:
    times = []
    for _ in range(runs):
        started = time.process_time()
        with connection.cursor() as cursor:
            for sql, params in queries:
                cursor.execute(sql, params)
                cursor.fetchall()
        times.append((time.process_time() - started) * 1000)
    return statistics.median(times)
