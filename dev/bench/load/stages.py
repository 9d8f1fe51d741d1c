"""The crowd comes, stays for a while and goes; then, if asked, a larger one, until the server is too slow for it."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dev.bench.filling import ROOT
from dev.bench.load.counting import Samples
from dev.bench.load.crowds import Crowd, Stage
from dev.bench.load.http import HOST, Browser
from dev.bench.load.machine import Use, use_now
from dev.bench.load.people import Citizen, Official, Person
from dev.bench.load.tables import stage_table, step_table
from dev.running_site import free_port, wait_for

#: the first seconds are not counted: nothing is warm, and not everybody is there
_WARM_UP = 10.0
_GROWTH = 1.5
#: how many times the first crowd the largest one may be
_MOST_TIMES = 12
#: the worker starts when the server is up, and needs a moment itself (seconds)
_WORKER_STARTS = 5
_SEED = 20_261


def measure_load(environment: dict[str, str], size: int, crowd: Crowd, *, steps: bool) -> None:
    """Serve, let the crowd in, print; with `steps` look for the largest crowd for which p95 holds."""
    known = _ground(environment, crowd.officers * (_MOST_TIMES if steps else 1))
    engine = "PostgreSQL" if environment["BESA_DATABASE"] else "SQLite"
    print(f"\n{size:,} reports on {engine}", flush=True)
    with _served(environment) as (port, serving):
        stage = _run(crowd, known, port, serving)
        print(stage_table(stage), flush=True)
        if steps:
            print(step_table(list(_growing(stage, known, port, serving))), flush=True)


def _growing(first: Stage, known: dict[str, Any], port: int, serving: int) -> Iterator[Stage]:
    """Half as many people more each time while it holds, then once between the last two sizes."""
    yield first
    factor, holds = 1.0, first.holds
    while holds and factor * _GROWTH <= _MOST_TIMES:
        factor *= _GROWTH
        stage = _run(first.crowd.times(factor), known, port, serving)
        yield stage
        holds = stage.holds
    if not holds and factor > 1:
        between = factor * (1 + 1 / _GROWTH) / 2
        yield _run(first.crowd.times(between), known, port, serving)


def _run(crowd: Crowd, known: dict[str, Any], port: int, serving: int) -> Stage:
    samples = Samples(counting=False)
    chance = random.Random(_SEED)
    people = list(_people(crowd, known, port, samples, chance))
    use = asyncio.run(_let_in(people, crowd, samples, serving))
    return Stage(crowd, samples, use)


def _people(
    crowd: Crowd, known: dict[str, Any], port: int, samples: Samples, chance: random.Random
) -> Iterator[Person]:
    common: dict[str, Any] = {"ground": known, "chance": chance, "think": crowd.think}
    for own in known["officials"][: crowd.officers]:
        yield Official(own, browser=Browser(port, samples, own["cookies"]), **common)
    for _ in range(crowd.citizens):
        yield Citizen(browser=Browser(port, samples), **common)


async def _let_in(people: list[Person], crowd: Crowd, samples: Samples, serving: int) -> Use:
    """Everybody at once; what happens in the first seconds is not counted. What the crowd used meanwhile."""
    clock = asyncio.get_running_loop().time
    until = clock() + _WARM_UP + crowd.seconds
    living = [asyncio.create_task(person.live(until)) for person in people]
    await asyncio.sleep(_WARM_UP)
    samples.counting, before = True, use_now(serving)
    await asyncio.sleep(crowd.seconds)
    samples.counting, use = False, use_now(serving).since(before)
    await asyncio.wait(living)
    for task in living:
        task.result()
    return use


def _ground(environment: dict[str, str], officers: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "dev.bench.load.ground", str(officers)]
    out = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    found: dict[str, Any] = json.loads(out)
    return found


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The port and the process id of the application, as `bin/serve` runs it, worker included."""
    port = free_port()
    log = Path(environment["BESA_DATA"]) / "server.log"
    command = [sys.executable, "-m", "besa.config.serving", "--port", str(port)]
    with log.open("w") as file:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://{HOST}:{port}/healthz", server, log)
            time.sleep(_WORKER_STARTS)
            yield port, server.pid
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)
