"""A second process makes things ahead: in order, with its errors, and without outliving the first."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from besa.core.ahead import HelperLostError, made_ahead


def test_everything_comes_in_order_from_another_process() -> None:
    def make() -> Iterator[tuple[int, int]]:
        for n in range(50):
            yield n, os.getpid()

    got = list(made_ahead(make))
    assert [n for n, _ in got] == list(range(50))
    assert {pid for _, pid in got} != {os.getpid()}


def test_an_error_there_is_raised_here_after_what_came_before() -> None:
    def make() -> Iterator[int]:
        yield 1
        raise ValueError("the second line is no line")

    items = made_ahead(make)
    assert next(items) == 1
    with pytest.raises(ValueError, match="the second line"):
        next(items)


def test_a_killed_helper_is_told_and_not_waited_for() -> None:
    def make() -> Iterator[int]:
        yield 1
        os._exit(9)

    items = made_ahead(make)
    assert next(items) == 1
    with pytest.raises(HelperLostError, match="9"):
        next(items)


def test_who_stops_early_leaves_no_process_behind() -> None:
    def make() -> Iterator[int]:
        while True:
            yield os.getpid()

    items = made_ahead(make)
    pid = next(items)
    items.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
