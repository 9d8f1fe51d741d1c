"""Has a program of ours do risky work in a process of its own that has little to break and little to steal.

Decoders and typesetters read what strangers made. Such a program (`*_worker.py`) knows no Django, no settings and no
database, gets an empty environment and Python's isolated mode, and is started through `confined_worker.py`, which takes
memory, time, files and sizes from it before it imports anything.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

#: numpy, which some libraries load, would reserve memory for a thread on each core
ENVIRONMENT: Final = {"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"}

_LAUNCHER: Final = Path(__file__).resolve().parent / "confined_worker.py"
_KILLED_BY_LIMITS: Final = {-9, -24}  # SIGKILL and SIGXCPU


class OverranError(Exception):
    """The work took more time than it was given."""


class CrashedError(Exception):
    """The program was ended by a signal, which only hostile input makes a decoder do."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a program may use; None leaves a limit as it is.

    Bytes of address space or of data (for engines that reserve far more space than they use), seconds of processor
    time, open files, bytes of one written file.
    """

    address_bytes: int | None = None
    data_bytes: int | None = None
    cpu_seconds: int | None = None
    open_files: int | None = None
    file_bytes: int | None = None


def command(program: Path, limits: Limits) -> list[str]:
    """What to start, with `ENVIRONMENT`, to run a program under limits."""
    given = {name: most for name, most in asdict(limits).items() if most is not None}
    return [sys.executable, "-I", str(_LAUNCHER), json.dumps(given), str(program)]


def run_confined(program: Path, job: dict[str, Any], *, limits: Limits, seconds: float) -> dict[str, Any]:
    """The program's answer to a job, both JSON on its standard input and output.

    Raises OverranError after `seconds` by the clock or at the limit of processor time, CrashedError when a signal ended
    it, and RuntimeError with the end of what it complained of when it failed otherwise.
    """
    try:
        process = subprocess.run(
            command(program, limits),
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=seconds,
            env=ENVIRONMENT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise OverranError(program.name) from error
    if process.returncode in _KILLED_BY_LIMITS:
        raise OverranError(program.name)
    if process.returncode < 0:
        raise CrashedError(program.name)
    if process.returncode:
        raise RuntimeError(f"{program.name} failed: {process.stderr.decode(errors='replace')[-2000:]}")
    answer: dict[str, Any] = json.loads(process.stdout)
    return answer
