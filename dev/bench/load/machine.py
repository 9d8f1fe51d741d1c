"""Who used the processors meanwhile, from /proc: the server, its worker, the crowd itself, and everybody else."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


@dataclass(frozen=True)
class Use:
    """Seconds of CPU since the machine or a process began."""

    server: float
    worker: float
    database: float
    crowd: float
    machine: float

    def since(self, before: Use) -> Use:
        """What was used between two moments."""
        return Use(*(getattr(self, name) - getattr(before, name) for name in self.__dataclass_fields__))

    @property
    def others(self) -> float:
        """What nobody of ours used."""
        return max(0.0, self.machine - self.server - self.worker - self.database - self.crowd)


def use_now(serving: int) -> Use:
    """Of `bin/serve` with this process id, its children, PostgreSQL's processes, and this process."""
    seconds, children, names = _processes()
    server, worker = 0.0, 0.0
    for child in children[serving]:
        used = _with_children(child, seconds, children)
        if "qcluster" in _command(child):
            worker += used
        else:
            server += used
    database = sum(used for process, used in seconds.items() if names[process] == "postgres")
    times = os.times()
    return Use(server, worker, database, times.user + times.system, _machine())


def _processes() -> tuple[dict[int, float], dict[int, list[int]], dict[int, str]]:
    seconds, children, names = {}, defaultdict(list), {}
    for folder in _PROC.iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            head, _, rest = (folder / "stat").read_text().rpartition(")")
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended meanwhile
        fields, process = rest.split(), int(folder.name)
        # Ended children count too (fields 16 and 17): the worker starts one for each photo.
        seconds[process] = sum(map(int, fields[11:15])) / _TICKS
        names[process] = head.partition("(")[2]
        children[int(fields[1])].append(process)
    return seconds, children, names


def _with_children(process: int, seconds: dict[int, float], children: dict[int, list[int]]) -> float:
    return seconds.get(process, 0.0) + sum(
        _with_children(one, seconds, children) for one in children[process]
    )


def _command(process: int) -> str:
    try:
        return (_PROC / str(process) / "cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _machine() -> float:
    """User, nice, system, and interrupts: all but idle time and waiting for disks."""
    fields = [int(part) for part in (_PROC / "stat").read_text().split("\n", 1)[0].split()[1:8]]
    return (sum(fields) - fields[3] - fields[4]) / _TICKS
