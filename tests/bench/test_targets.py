"""A measured case is held against what it must reach, and says so."""

from __future__ import annotations

from typing import Any

import pytest

from dev.bench import tables
from dev.bench.cases import cases
from dev.bench.pledges import pledge_cases
from dev.bench.targets import TARGETS, judged
from tests.factories.places import make_municipality

ROW: dict[str, Any] = {
    "name": "report page", "cpu_ms": 6.0, "quarter_ms": 5.5, "slowest_ms": 9.0, "wall_ms": 6.5, "hello_ms": 0.2,
    "sql_ms": 0.3, "queries": 7, "size": 17_000, "status": 200, "notes": {},
}  # fmt: skip


def test_a_case_within_its_limits_is_ok() -> None:
    verdict = judged(ROW)
    assert verdict.word == "ok"
    assert verdict.wanted == "≤ 8 ms, ≤ 12 queries"


@pytest.mark.parametrize("worse", [{"cpu_ms": 8.01}, {"queries": 13}])
def test_one_limit_is_enough_to_miss(worse: dict[str, Any]) -> None:
    assert judged(ROW | worse).word == "**missed**"


def test_a_case_may_be_held_against_hello() -> None:
    kept = ROW | {"name": "the same, from the cache"}
    assert judged(kept | {"cpu_ms": 0.4}).word == "ok"
    assert judged(kept | {"cpu_ms": 0.41}).word == "**missed**"


def test_numbers_of_a_case_are_judged_too() -> None:
    export = ROW | {"name": "CSV of all reports"}
    good = {"rows in a second of CPU": 60_000, "MB of memory more": 3}
    assert judged(export | {"notes": good}).word == "ok"
    assert judged(export | {"notes": good | {"rows in a second of CPU": 49_999}}).word == "**missed**"
    assert judged(export | {"notes": good | {"MB of memory more": 33}}).word == "**missed**"


def test_a_case_without_a_target_is_not_judged() -> None:
    assert judged(ROW | {"name": "ledger page"}).word == ""


def test_a_line_says_the_ratio_to_hello_and_the_verdict() -> None:
    cells = [cell.strip() for cell in tables.line(ROW).strip("|").split("|")]
    assert cells[5:7] == ["30.0", "20.0"]
    assert cells[-2:] == ["≤ 8 ms, ≤ 12 queries", "ok"]
    assert len(cells) == len(tables.HEAD.splitlines()[0].strip("|").split("|"))


def test_growth_is_measured_in_hellos_of_its_own_time() -> None:
    before, now = ROW, ROW | {"cpu_ms": 12.0, "hello_ms": 0.4}
    assert "| report page | 1.00 | ok |" in tables.growth({10_000: [before], 100_000: [now]})
    slow = ROW | {"cpu_ms": 9.1}
    told = tables.growth({10_000: [before], 100_000: [slow]})
    assert "| report page | 1.52 | **missed** |" in told
    assert "0 of 1 grow by no more than 1.5 ×" in told


@pytest.mark.django_db
def test_every_target_has_a_case() -> None:
    make_municipality("here", active=True)
    assert set(TARGETS) <= {case.name for case in (*cases(), *pledge_cases())}
