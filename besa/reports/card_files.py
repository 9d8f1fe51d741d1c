"""Where drawn social cards are kept, so that each is drawn once for each change of what it shows."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from django.conf import settings


def report_card_path(pk: int, name: str) -> Path:
    """The card of a report; `name` is made of all that it shows."""
    return _folder("reports", str(pk)) / f"{name}.png"


def municipality_card_path(slug: str, name: str) -> Path:
    """The card of a municipality."""
    return _folder("municipalities", slug) / f"{name}.png"


def delete_report_cards(pk: int) -> None:
    """Delete all cards of a report; a reader who asks for one gets it drawn anew, if it may be seen."""
    shutil.rmtree(_folder("reports", str(pk)), ignore_errors=True)


def write_card(path: Path, picture: bytes) -> None:
    """Keep a card in the place of the older ones beside it in the same language and brand."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{secrets.token_hex(8)}.unfinished")
    unfinished.write_bytes(picture)
    unfinished.replace(path)
    series = path.name.rsplit("-", 1)[0]
    for older in path.parent.glob(f"{series}-*.png"):
        if older != path:
            older.unlink(missing_ok=True)


def _folder(kind: str, name: str) -> Path:
    return Path(os.fspath(settings.MEDIA_ROOT)) / "cards" / kind / name
