"""Where a publication's photos are. Names are random and tell nothing."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import IO

from django.conf import settings

from besa.core.images.redrawing import EXTENSION
from besa.core.kept_files import write_sent_file


def folder_of(key: str) -> Path:
    """The folder that holds everything of a photo."""
    return Path(settings.MEDIA_ROOT) / "publications" / key[:2] / key


def sent_path(key: str) -> Path:
    """The photo as it was sent, until it is drawn; never served."""
    return folder_of(key) / "sent"


def photo_path(key: str, size: str) -> Path:
    """One size of the re-drawn photo."""
    return folder_of(key) / f"photo-{size}.{EXTENSION}"


def write_sent(file: IO[bytes]) -> str:
    """Keep a photo as it was sent, on the disk when this returns; its key."""
    key = secrets.token_hex(16)
    write_sent_file(file, sent_path(key))
    return key
