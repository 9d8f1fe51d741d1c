"""Has another process draw charts; see `besa/insights/charts_worker.py`.

One such process for each process of ours that asks, started at the first chart (half a second) and ended after some
minutes of silence; a drawing that takes too long ends it, and the next one starts another.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import selectors
import subprocess
import threading
import time
from pathlib import Path
from typing import Any, Final

from besa.core.confinement import ENVIRONMENT, Limits, command
from besa.insights.lettering import font_folders

SECONDS: Final = 8.0
IDLE_SECONDS: Final = 300.0
MOST_BYTES: Final = 8 * 1024 * 1024

_WORKER = Path(__file__).resolve().parent.parent / "charts_worker.py"
#: The engine reserves far more address space than it uses, draws for as long as it is asked to, and writes no file.
_LIMITS = Limits(data_bytes=900 * 1024 * 1024, open_files=64, file_bytes=0)


class NotDrawnError(Exception):
    """A chart could not be drawn, or not within the limits; its table is still there."""


class Draughtsman:
    """A process that draws, one chart at a time."""

    def __init__(self, worker: Path = _WORKER) -> None:
        self._worker = worker
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._timer: threading.Timer | None = None

    def draw(self, specification: dict[str, Any], *, seconds: float = SECONDS) -> str:
        """The SVG of a Vega-Lite specification. Raises NotDrawnError."""
        return str(self._ask({"draw": specification}, seconds)["svg"])

    def paint(self, svg: str, *, scale: float, seconds: float = SECONDS) -> bytes:
        """An SVG as PNG, each of its pixels `scale` wide. Raises NotDrawnError."""
        return base64.b64decode(self._ask({"paint": svg, "scale": scale}, seconds)["png"])

    def stop(self) -> None:
        """End the process; the next drawing starts another."""
        with self._lock:
            self._end()

    def _ask(self, task: dict[str, Any], seconds: float) -> dict[str, Any]:
        until = time.monotonic() + seconds
        if not self._lock.acquire(timeout=seconds):
            raise NotDrawnError("others wait already")
        try:
            process = self._running(until)
            answer = self._exchange(process, task, until)
        finally:
            self._wait_for_silence()
            self._lock.release()
        if "refused" in answer:
            raise NotDrawnError(answer["refused"])
        return answer

    def _running(self, until: float) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():  # forked: the other process belongs to our parent
            self._process, self._owner = None, os.getpid()
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                command(self._worker, _LIMITS),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=ENVIRONMENT,
            )
            self._exchange(self._process, {"fonts": [str(folder) for folder in font_folders()]}, until)
        return self._process

    def _exchange(
        self, process: subprocess.Popen[bytes], task: dict[str, Any], until: float
    ) -> dict[str, Any]:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(task).encode() + b"\n")
            process.stdin.flush()
            line = _line_of(process.stdout.fileno(), until)
            answer: dict[str, Any] = json.loads(line)
        except (OSError, ValueError, NotDrawnError) as error:
            self._end()
            raise NotDrawnError(str(error) or "the process that draws ended") from error
        return answer

    def _wait_for_silence(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(IDLE_SECONDS, self.stop)
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None and not pipe.closed:
                    _close(pipe)


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return  # what was still to be written to it no longer matters


def _line_of(source: int, until: float) -> bytes:
    """One line, read before a moment; NotDrawnError when it does not come."""
    found = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(source, selectors.EVENT_READ)
        while not found.endswith(b"\n"):
            left = until - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise NotDrawnError("it took too long")
            part = os.read(source, 1 << 16)
            if not part or len(found) > MOST_BYTES:
                raise NotDrawnError("the process that draws ended")
            found += part
    return bytes(found)


DRAUGHTSMAN: Final = Draughtsman()
atexit.register(DRAUGHTSMAN.stop)
