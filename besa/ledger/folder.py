"""Files that outlive the database: the signing key, the last head, epochs, the erasure list.

They are what a restored or exchanged database is held against, so they are written whole or not at all, and
flushed to the disk before anybody relies on them.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from besa.core.kept_files import write_whole


def ledger_folder() -> Path:
    """The folder; made when missing, readable by its owner only."""
    folder = Path(settings.LEDGER_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def read_text(name: str) -> str:
    """The text of a file in the folder; empty when there is none."""
    try:
        return (ledger_folder() / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def write_text(name: str, text: str, *, mode: int = 0o644, replace: bool = True) -> None:
    """Put a file in place whole. Without `replace`, one that is there already stays."""
    folder = ledger_folder()
    write_whole(folder / name, text.encode(), mode=mode, replace=replace)
    _flush_names(folder)


def read_lines(name: str) -> list[dict[str, Any]]:
    """The JSON values of a file, one a line. A last line cut short by a crash is passed over."""
    values = []
    for line in read_text(name).splitlines(keepends=True):
        if line.endswith("\n"):
            values.append(json.loads(line))
    return values


def append_lines(name: str, values: list[dict[str, Any]]) -> None:
    """Add JSON values to a file, one a line, and flush them to the disk."""
    path = ledger_folder() / name
    text = "".join(json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n" for value in values)
    with path.open("a+b") as file:
        cut = _cut_line_at(file.seek(0, os.SEEK_END), path)
        file.truncate(cut)
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    _flush_names(path.parent)


def _cut_line_at(size: int, path: Path) -> int:
    """Where the last whole line ends: what follows was cut short by a crash."""
    return path.read_bytes().rfind(b"\n") + 1 if size else 0


def _flush_names(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold a lock that no other process of this machine holds; waits for it."""
    with (ledger_folder() / f"{name}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
