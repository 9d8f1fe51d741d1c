"""Measuring one request: CPU time, queries, bytes, and the CPU time of its SQL alone.

Other programs on the machine slow everything down alike, so each case is measured between two halves of "hello", the
view that does nothing: their ratio says more than either number.
"""

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
from django.test import Client

#: requests to "hello" on each side of a case
_HELLOS = 20


@dataclass
class Measured:
    """CPU milliseconds of a request over the runs (median, lower quartile, slowest), and of its SQL repeated alone.

    `hello_ms` is what "hello" took just before and after. `wall_ms` is by the clock on the wall, so it includes
    waiting for the disk. `notes` are the case's own numbers by their names.
    """

    name: str
    cpu_ms: float
    quarter_ms: float
    slowest_ms: float
    wall_ms: float
    hello_ms: float
    sql_ms: float
    queries: int
    size: int
    status: int
    notes: dict[str, Any] = field(default_factory=dict)


def measure(
    name: str, ask: Callable[[], HttpResponse], *, runs: int = 60, before: Callable[[], None] = lambda: None
) -> Measured:
    """Ask several times after two warm-ups; `before` runs outside the clock, to make each run cold.

    Queries are counted in the second one: the first of a process also reads what is then held in memory.
    """
    before()
    ask()
    before()
    with _kept_queries() as queries:
        response = ask()
        _check(name, response)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    hellos, times, walls = hello_times(), [], []
    with _undisturbed():
        for _ in range(runs):
            before()
            started, began = time.process_time(), time.perf_counter()
            response = ask()
            times.append((time.process_time() - started) * 1000)
            walls.append((time.perf_counter() - began) * 1000)
    _check(name, response)
    hellos += hello_times()
    reads = [query for query in queries if query[0].lstrip()[:6].upper() == "SELECT"]
    return Measured(
        name=name,
        cpu_ms=statistics.median(times),
        quarter_ms=statistics.quantiles(times, n=4)[0],
        slowest_ms=max(times),
        wall_ms=statistics.median(walls),
        hello_ms=statistics.median(hellos),
        sql_ms=_raw(reads, min(runs, 30)),
        queries=len(queries),
        size=len(body),
        status=response.status_code,
    )


def _check(name: str, response: HttpResponse) -> None:
    """RuntimeError for a refusal, which would be quick."""
    if response.status_code >= 400:
        raise RuntimeError(f"{name}: answered with {response.status_code}")


def hello_times() -> list[float]:
    """CPU milliseconds of some requests to the view that does nothing."""
    times = []
    with _undisturbed():
        for _ in range(_HELLOS):
            started = time.process_time()
            _browser.get("/bench/hello")
            times.append((time.process_time() - started) * 1000)
    return times


_browser = Client()


@contextmanager
def _undisturbed() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


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
