"""Where archived files are: what came, as it came, and the pictures of its pages. Names are random and tell nothing."""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path

from django.conf import settings

from besa.core.kept_files import write_whole

_KEY = re.compile(r"[0-9a-f]{32}")
PICTURE = "webp"


def new_key() -> str:
    """128 random bits in hexadecimal."""
    return secrets.token_hex(16)


def is_key(text: str) -> bool:
    """True for what `new_key` makes."""
    return bool(_KEY.fullmatch(text))


def folder_of(key: str) -> Path:
    """The folder that holds everything of a document."""
    return Path(settings.MEDIA_ROOT) / "documents" / key[:2] / key


def original_path(key: str) -> Path:
    """The file as it came; never drawn in a page of ours, and sent only as a download."""
    return folder_of(key) / "original"


def page_path(key: str, number: int) -> Path:
    """The picture of one page."""
    return folder_of(key) / f"page-{number}.{PICTURE}"


def photo_path(key: str, size: str) -> Path:
    """One size of a re-drawn photo."""
    return folder_of(key) / f"photo-{size}.{PICTURE}"


def write_original(key: str, content: bytes) -> None:
    """Keep the file whole or not at all, on the disk when this returns."""
    write_whole(original_path(key), content)


def delete_original(key: str) -> None:
    """Delete what came, and leave what was drawn of it."""
    original_path(key).unlink(missing_ok=True)


def delete_all(key: str) -> None:
    """Delete everything of a document; nothing happens when it is gone already."""
    shutil.rmtree(folder_of(key), ignore_errors=True)
