"""How files come to stand in their place: sent ones as they came, made ones whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


def write_sent_file(file: IO[bytes], path: Path) -> None:
    """Write what was sent, from its start, to a place where nothing is yet; it is on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file.seek(0)
    with path.open("xb") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        os.fsync(copy.fileno())


def write_whole(path: Path, content: bytes, *, mode: int = 0o644, replace: bool = True) -> None:
    """Put a file in place whole; it is on the disk when this returns. Without `replace`, one that is there stays."""
    with _beside(path) as draft:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            with suppress(FileExistsError):
                os.link(draft, path)


def write_again(path: Path, content: bytes) -> None:
    """Put a file in place whole that can be made again: after a loss of power it may be missing."""
    with placing(path) as draft:
        draft.write_bytes(content)


@contextmanager
def placing(path: Path) -> Iterator[Path]:
    """A path to write to, with the same ending; what was written is put in place when the block ends well."""
    with _beside(path) as draft:
        yield draft
        draft.replace(path)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{secrets.token_hex(8)}{path.suffix}")
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)
