"""Where the files of photos are. A name is random and carries the version: a re-drawn photo is a new file.

`incoming/<key>` holds what a phone sent until it is re-drawn, and is never served; `photos/<k>/` holds what
was drawn.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.conf import settings

from besa.core.images.redrawing import EXTENSION, LARGEST
from besa.core.kept_files import write_sent_file

_KEY = re.compile(r"[0-9a-f]{32}")


def new_key() -> str:
    """128 random bits in hexadecimal: tells nothing, and holds no hyphen."""
    return secrets.token_hex(16)


def is_key(text: str) -> bool:
    """True for what `new_key` makes."""
    return bool(_KEY.fullmatch(text))


def incoming_path(key: str) -> Path:
    """The file as it was sent."""
    return Path(settings.MEDIA_ROOT) / "incoming" / key


def folder_of(key: str) -> Path:
    """The folder that holds all sizes and versions of a photo."""
    return Path(settings.MEDIA_ROOT) / "photos" / key[:2]


def stem_of(key: str, version: int) -> str:
    """The beginning of the file names of one version."""
    return f"{key}-{version}"


def drawn_path(key: str, version: int, size: str) -> Path:
    """The file of one size."""
    return folder_of(key) / f"{stem_of(key, version)}-{size}.{EXTENSION}"


def master_path(key: str, version: int) -> Path:
    """The largest size: what a blurred version is drawn from, as nothing else is kept."""
    return drawn_path(key, version, LARGEST)


def write_incoming(file: IO[bytes]) -> str:
    """Keep a file as it was sent, on the disk when this returns; its key."""
    key = new_key()
    write_sent_file(file, incoming_path(key))
    return key


def delete_drawn(key: str, *, but: int | None = None) -> None:
    """Delete every size and version of a photo, except the version `but`."""
    kept = f"{stem_of(key, but)}-" if but is not None else None
    for path in folder_of(key).glob(f"{key}-*"):
        if kept is None or not path.name.startswith(kept):
            path.unlink(missing_ok=True)


def delete_all(key: str) -> None:
    """Delete a photo: what was sent and all that was drawn."""
    incoming_path(key).unlink(missing_ok=True)
    delete_drawn(key)


def is_incoming(key: str, age: timedelta) -> bool:
    """True while the file as it was sent is there and not older than this."""
    try:
        return time.time() - incoming_path(key).stat().st_mtime < age.total_seconds()
    except FileNotFoundError:
        return False


def incoming_older_than(age: timedelta) -> Iterator[str]:
    """Keys of files that were sent longer ago than this."""
    oldest = time.time() - age.total_seconds()
    folder = Path(settings.MEDIA_ROOT) / "incoming"
    for path in folder.iterdir() if folder.is_dir() else ():
        if is_key(path.name) and path.stat().st_mtime < oldest:
            yield path.name
