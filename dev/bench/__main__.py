"""bin/bench: generates reports where they are missing, measures each size in a process of its own, prints a table."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from dev.bench.targets import MOST_GROWTH, TARGETS, Target

ROOT = Path(__file__).resolve().parents[2]
SEED = 20_261


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000", help="numbers of reports")
    parser.add_argument("--folder", default=str(ROOT / "var" / "bench"))
    arguments = parser.parse_args()
    results: dict[int, list[dict[str, Any]]] = {}
    for size in map(int, arguments.sizes.split(",")):
        environment = _environment(Path(arguments.folder) / str(size))
        _fill(size, environment)
        out = subprocess.run(
            [sys.executable, "-m", "dev.bench.here"],
            env=environment,
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
        ).stdout
        results[size] = json.loads(out.decode().splitlines()[-1])
        _print(size, results[size])
    _print_growth(results)


def _environment(folder: Path) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        "BESA_DATA": str(folder),
        "BESA_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "dev.bench.settings",
    }


def _fill(size: int, environment: dict[str, str]) -> None:
    """Generate the reports once; the folder keeps them for the next time."""
    stamp = Path(environment["BESA_DATA"]) / f"filled-{size}-{SEED}"
    if stamp.exists():
        return
    print(f"Generating {size:,} reports …", file=sys.stderr)
    for command in (["prepare", "--no-demo"], ["generate_reports", str(size), f"--seed={SEED}"]):
        subprocess.run(
            [sys.executable, "manage.py", *command], env=environment, cwd=ROOT, check=True, stdout=sys.stderr
        )
    stamp.touch()


def _print(size: int, rows: list[dict[str, Any]]) -> None:
    hello = rows[0]["cpu_ms"]
    print(f"\n{size:,} reports; hello {hello:.2f} ms CPU\n")
    print("| what | CPU ms | slowest | wall ms | × hello | × SQL | queries | bytes | must reach |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|---|")
    for row in rows[1:]:
        ratio = f"{row['cpu_ms'] / row['sql_ms']:.1f}" if row["sql_ms"] > 0.005 else "–"
        notes = ", ".join(f"{key} {value}" for key, value in row["notes"].items())
        print(
            f"| {row['name']}{f' ({notes})' if notes else ''} | {row['cpu_ms']:.2f} | {row['slowest_ms']:.2f} "
            f"| {row['wall_ms']:.2f} | {row['cpu_ms'] / hello:.1f} | {ratio} | {row['queries']} | {row['size']:,} "
            f"| {_judged(row, hello)} |"
        )


def _judged(row: dict[str, Any], hello: float) -> str:
    """What was wanted, and whether it was missed."""
    target = TARGETS.get(row["name"], Target())
    limits = (
        (row["cpu_ms"], target.cpu_ms, "ms"),
        (row["queries"], target.queries, "queries"),
        (row["size"], target.size, "bytes"),
        (row["wall_ms"], target.wall_ms, "ms wall"),
        (row["cpu_ms"] / hello, target.hellos, "× hello"),
    )
    wanted = ", ".join(f"≤ {limit:g} {unit}" for _, limit, unit in limits if limit is not None)
    missed = any(limit is not None and value > limit for value, limit, _ in limits)
    return f"{wanted} **missed**" if missed else wanted


def _print_growth(results: dict[int, list[dict[str, Any]]]) -> None:
    sizes = sorted(results)
    for smaller, larger in pairwise(sizes):
        before = {row["name"]: row["cpu_ms"] for row in results[smaller]}
        print(f"\nGrowth from {smaller:,} to {larger:,} reports\n\n| what | × |\n|---|--:|")
        for row in results[larger]:
            grown = row["cpu_ms"] / before[row["name"]]
            print(f"| {row['name']} | {grown:.2f}{' **missed**' if grown > MOST_GROWTH else ''} |")


if __name__ == "__main__":
    main()
