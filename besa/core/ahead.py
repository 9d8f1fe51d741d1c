"""Making things in a second process while this one uses those made before: two cores work instead of one."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

Item = TypeVar("Item")


class HelperLostError(RuntimeError):
    """The second process ended before it had made everything."""


def made_ahead(make: Callable[[], Iterator[Item]]) -> Iterator[Item]:
    """What `make()` yields, made by a forked process that is always about one item ahead.

    The items are pickled. `make` must not use the database: the second process shares the connection of this one.
    An exception it raises is raised here. Where processes cannot be forked, this one makes everything itself.
    """
    if "fork" not in multiprocessing.get_all_start_methods():
        yield from make()
        return
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    helper = context.Process(target=_send_all, args=(make, ours, theirs), daemon=True)
    helper.start()
    theirs.close()
    try:
        yield from _received(ours, helper)
    finally:
        # A closed pipe ends the helper at its next item, should it still be at work.
        ours.close()
        helper.terminate()
        helper.join()


def _received(ours: Connection, helper: BaseProcess) -> Iterator[Any]:
    while True:
        try:
            kind, content = ours.recv()
        except EOFError:
            helper.join()
            raise HelperLostError(f"the second process ended with {helper.exitcode}") from None
        if kind == "end":
            return
        if kind == "error":
            raise content
        yield content


def _send_all(make: Callable[[], Iterator[Any]], ours: Connection, theirs: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides when to stop
    ours.close()
    try:
        for item in make():
            theirs.send(("item", item))
        theirs.send(("end", None))
    except BrokenPipeError:
        return  # nobody wants more
    except Exception as error:
        theirs.send(("error", error))
