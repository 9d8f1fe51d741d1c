"""Writing all reports as CSV, as the worker does it, and how much memory that takes."""

from __future__ import annotations

import gc
import resource
import tempfile
import time
from collections.abc import Iterator
from statistics import median

from besa.api.bulk.columns import Row, all_rows
from besa.api.bulk.tables import write_csv
from dev.bench.measuring import Measured, hello_times


def csv_export(name: str) -> Measured:
    """All public reports to a file, once; `rows_per_cpu_second` is what counts, memory is what it took on top."""
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryFile("w", newline="", encoding="utf-8") as file:
        started, began = time.process_time(), time.perf_counter()
        counted = _Counted()
        write_csv(file, counted)
        cpu, wall = time.process_time() - started, time.perf_counter() - began
        file.flush()
        size = file.tell()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return Measured(
        name=name,
        cpu_ms=cpu * 1000,
        quarter_ms=cpu * 1000,
        hello_ms=median(hello_times()),
        slowest_ms=cpu * 1000,
        wall_ms=wall * 1000,
        sql_ms=0,
        queries=0,
        size=size,
        status=200,
        notes={
            "rows": counted.n,
            "rows in a second of CPU": round(counted.n / cpu),
            "MB of memory more": grown // 1024,
        },
    )


class _Counted:
    """The rows, counted as they go by."""

    def __init__(self) -> None:
        self.n = 0

    def __iter__(self) -> Iterator[Row]:
        for row in all_rows():
            self.n += 1
            yield row
