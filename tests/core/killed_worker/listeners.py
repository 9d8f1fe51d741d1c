"""Two listeners that write down each beginning and end, and let the worker be killed at certain moments, once each."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from besa.core.events import Event, event, listen

#: the worker dies when these lines have just been written for the first time
DEADLY = ("begin second 2", "done first 4")


@event("killed_worker.happened")
@dataclass(frozen=True)
class Happened(Event):
    """Something a listener has work with."""

    number: int


@listen(Happened, "the first")
def first(item: Happened) -> None:
    """Begins and ends."""
    _note(f"begin first {item.number}")
    _note(f"done first {item.number}")


@listen(Happened, "the second")
def second(item: Happened) -> None:
    """Begins and ends, after the first."""
    _note(f"begin second {item.number}")
    _note(f"done second {item.number}")


def notes() -> Path:
    """The file of what was heard."""
    path: Path = settings.DATA / "heard"
    return path


def _note(line: str) -> None:
    with notes().open("a") as file:
        file.write(f"{line}\n")
    if line in DEADLY and notes().read_text().splitlines().count(line) == 1:
        os.killpg(0, signal.SIGKILL)  # the worker with all its processes, as when the power goes
