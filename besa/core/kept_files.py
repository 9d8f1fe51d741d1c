"""Files that somebody sent, kept as they came until they are looked at."""

from __future__ import annotations

import os
import shutil
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
