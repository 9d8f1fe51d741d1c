"""The crowd's own parts: what it reads from pages, how it counts, and that it comes and goes."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import pytest

from besa.core.challenge import checked_proof, new_challenge
from dev.bench.load.counting import Samples, percentile
from dev.bench.load.crowds import Crowd, Stage
from dev.bench.load.forms import NoSuchForm, hidden_in, solved
from dev.bench.load.http import Browser, Failed
from dev.bench.load.machine import Use
from dev.bench.load.people import Citizen
from dev.bench.load.tables import stage_table, step_table

Answer = TypeVar("Answer")
PAGE = """<form action="/search/"><input type="hidden" name="a" value="1"></form>
<form method="post" action="/sq/reports/7/me-too/"><input type="hidden" name="csrfmiddlewaretoken" value="x&amp;y">
<input type="text" name="words" value="seen"><input name="seen" type="hidden"></form>"""
IDLE = Use(0, 0, 0, 0, 0)


def test_only_what_is_hidden_goes_back_as_it_came() -> None:
    assert hidden_in(PAGE, of="/me-too/") == {"csrfmiddlewaretoken": "x&y", "seen": ""}
    with pytest.raises(NoSuchForm):
        hidden_in(PAGE, of="/verdict/")


def test_its_proof_of_work_is_a_real_one() -> None:
    assert checked_proof(solved(new_challenge("report")), "report") is not None


@pytest.mark.parametrize(("share", "found"), [(0.5, 50), (0.95, 95), (0.99, 99), (1, 100)])
def test_percentiles_by_nearest_rank(share: float, found: int) -> None:
    values = list(map(float, range(1, 101)))
    random.Random(1).shuffle(values)
    assert percentile(values, share) == found


def test_nothing_took_no_time() -> None:
    assert percentile([], 0.95) == 0


def _stage(times: list[float], error: str = "") -> Stage:
    samples = Samples()
    for one in times:
        samples.note("report page", one)
    if error:
        samples.note_error("report page", error)
    return Stage(Crowd(20, 200, 60, 5), samples, IDLE)


def test_a_crowd_holds_without_errors_and_in_time() -> None:
    quick = [10.0] * 95 + [900.0] * 5
    assert _stage(quick).holds
    assert not _stage([10.0] * 94 + [900.0] * 6).holds
    assert not _stage(quick, "GET /: 500").holds


def test_the_tables_say_what_counts() -> None:
    text = stage_table(_stage([10.0] * 600, "GET /sq/: 500"))
    assert "| report page | 600 | 10 | 10 | 10 | 10 | 1 |" in text
    assert "GET /sq/: 500" in text
    assert "**missed**" in text
    steps = step_table([_stage([10.0] * 600), _stage([400.0] * 900)])
    assert "The highest rate that holds: 10 requests/s, 20 officers and 200 citizens." in steps


def _in_its_own_loop(work: Coroutine[Any, Any, Answer]) -> Answer:
    """In a thread of its own: the browser tests of the same process keep a loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()


@asynccontextmanager
async def _serving(answers: list[bytes]) -> AsyncIterator[int]:
    """Answers each request with the next of the answers; an empty one ends the connection."""
    waiting = iter(answers)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readuntil(b"\r\n\r\n"):
            if not (answer := next(waiting)):
                break
            writer.write(answer)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


LONG = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: device=abc; Path=/\r\n\r\nhello"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"


def test_it_reads_both_forms_of_a_body() -> None:
    async def ask() -> list[str]:
        async with _serving([LONG, CHUNKED]) as port:
            browser = Browser(port, Samples())
            texts = [(await browser.get("page", "/")).text for _ in range(2)]
            browser.close()
            return texts

    assert _in_its_own_loop(ask()) == ["hello", "hello"]


def test_a_kept_connection_that_ended_is_no_error_but_a_refusal_is_one() -> None:
    samples = Samples()

    async def ask() -> None:
        async with _serving([LONG, b"", LONG, b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"]) as port:
            browser = Browser(port, samples)
            await browser.get("page", "/")
            await browser.get("page", "/")
            with pytest.raises(Failed):
                await browser.get("other", "/broken")
            browser.close()

    _in_its_own_loop(ask())
    assert samples.errors == {"other": 1}
    assert len(samples.times["page"]) == 2


def test_people_go_when_it_is_time() -> None:
    """Whatever goes wrong on the way: nobody answers here at all."""
    samples = Samples()
    ground = {"views": [["/a"]], "reports": [1], "towns": ["here"], "places": [1]}
    citizen = Citizen(browser=Browser(1, samples), ground=ground, chance=random.Random(1), think=0.01)

    async def live() -> None:
        await asyncio.wait_for(citizen.live(asyncio.get_running_loop().time() + 0.1), 10)

    _in_its_own_loop(live())
    assert samples.errors
