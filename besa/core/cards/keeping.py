"""Drawn social cards: kept as files, so that each is drawn once for each change of what it shows, and sent."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from besa.core.brands import Brand
from besa.core.cards.canvas import DESIGN
from besa.core.context_processors import brand_of
from besa.core.kept_files import write_again

#: chats keep cards for days anyway; caches on the way must soon see a new state or a hidden report
_CACHE = "public, max-age=300"
C = TypeVar("C")


def folder_of_cards(kind: str, name: str) -> Path:
    """Where all cards of one thing are."""
    return Path(os.fspath(settings.MEDIA_ROOT)) / "cards" / kind / name


def delete_cards(kind: str, name: str) -> None:
    """Delete all cards of a thing; a reader who asks for one gets it drawn anew, if it may be seen."""
    shutil.rmtree(folder_of_cards(kind, name), ignore_errors=True)


def card_answer(
    request: HttpRequest, folder: Path, language: str, card: C, paint: Callable[[C, Brand], bytes]
) -> HttpResponseBase:
    """The card as PNG, drawn when nobody has asked for this one before; its name is made of all that it shows."""
    brand = brand_of(request)
    path = folder / f"{_name(card, brand, language)}.png"
    etag = f'"{path.stem}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            picture = path.read_bytes()
        except FileNotFoundError:
            picture = paint(card, brand)
            _write(path, picture)
        response = HttpResponse(picture, content_type="image/png")
    response["ETag"] = etag
    response["Cache-Control"] = _CACHE
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _name(card: object, brand: Brand, language: str) -> str:
    digest = sha256(f"{DESIGN} {card!r}".encode()).hexdigest()[:20]
    return f"{language}-{brand.key}-{digest}"


def _write(path: Path, picture: bytes) -> None:
    """Keep a card in the place of the older ones beside it in the same language and brand."""
    write_again(path, picture)
    series = path.name.rsplit("-", 1)[0]
    for older in path.parent.glob(f"{series}-*.png"):
        if older != path:
            older.unlink(missing_ok=True)
