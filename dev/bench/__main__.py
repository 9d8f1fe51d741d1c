"""Measures Besa on made-up reports.

bin/bench          CPU time of each page and act, beside what must be reached
bin/bench pledges  the same of pledges: 200 with 2,000 pieces of evidence beside 10,000 with 100,000
bin/bench load     many people at once, over HTTP, for a minute

What is measured is generated once for each size, in a folder of their own. With BESA_DATABASE, the address of a PostgreSQL
server, it is generated there, in databases of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from dev.bench import tables
from dev.bench.filling import ROOT, Stock, environment_for, fill
from dev.bench.load.crowds import Crowd
from dev.bench.load.stages import measure_load

#: reports of an installation whose pledges are measured: the pages of its municipalities have some of both
_BESIDE_PLEDGES = 2_000


def main() -> None:
    """Read the arguments, measure, print."""
    arguments = _parser().parse_args()
    # Whoever ends this ends the server with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder, server = Path(arguments.folder), os.environ.get("BESA_DATABASE", "")
    stocks = _stocks(arguments)
    if arguments.what == "load":
        stock = stocks[-1]
        environment = environment_for(stock, folder, server)
        fill(stock, environment, server)
        crowd = Crowd(arguments.officers, arguments.citizens, arguments.seconds, arguments.think)
        measure_load(environment, stock.size, crowd, steps=arguments.steps)
        return
    results: dict[int, list[tables.Row]] = {}
    for stock in stocks:
        environment = environment_for(stock, folder, server)
        fill(stock, environment, server)
        results[stock.size] = _measure(stock, environment, arguments.only)
    print(tables.growth(results, "pledges" if arguments.what == "pledges" else "reports"))


def _stocks(arguments: argparse.Namespace) -> list[Stock]:
    if arguments.what == "pledges":
        return [Stock(_BESIDE_PLEDGES, size) for size in arguments.size or (200, 10_000)]
    return [Stock(size) for size in arguments.size or (10_000, 100_000, 1_000_000)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bin/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="?", choices=("pages", "pledges", "load"), default="pages")
    parser.add_argument(
        "--size", "--sizes", type=_sizes, default=[], help="numbers of reports, or of pledges"
    )
    parser.add_argument("--folder", default=str(ROOT / "var" / "bench"))
    parser.add_argument("--only", type=_parts, default=[], help="parts of the names of cases, with commas")
    parser.add_argument("--officers", type=int, default=20)
    parser.add_argument("--citizens", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60, help="how long the crowd stays")
    parser.add_argument("--think", type=float, default=5.0, help="seconds between two acts of one person")
    parser.add_argument(
        "--steps", action="store_true", help="then look for the largest crowd that is still served well"
    )
    return parser


def _sizes(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _parts(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


def _measure(stock: Stock, environment: dict[str, str], only: list[str]) -> list[tables.Row]:
    """Each case in its turn, printed as soon as it is measured; in a process of its own, with its own settings."""
    engine = "PostgreSQL" if environment["BESA_DATABASE"] else "SQLite"
    print(f"\n{stock} on {engine}\n\n{tables.HEAD}", flush=True)
    rows: list[tables.Row] = []
    command = [sys.executable, "-m", "dev.bench.here", "pledges" if stock.pledges else "pages", *only]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for text in process.stdout:
            rows.append(json.loads(text))
            print(tables.line(rows[-1]), flush=True)
    if process.returncode:
        sys.exit("A case failed; its last lines above say why.")
    if rows:
        print(f"\n{tables.summary(rows)}", flush=True)
    return rows


if __name__ == "__main__":
    main()
