"""Social cards: drawn when somebody asks, kept until what they say changes."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from besa.core.brands import Brand
from besa.core.context_processors import brand_of
from besa.reports import card_files
from besa.reports.cards.canvas import DESIGN
from besa.reports.cards.municipality_card import paint_municipality_card
from besa.reports.cards.report_card import paint_report_card
from besa.reports.queries.cards import municipality_card, report_card

#: chats keep cards for days anyway; caches on the way must soon see a new state or a hidden report
_CACHE = "public, max-age=300"
C = TypeVar("C")


@require_safe
def report_card_file(request: HttpRequest, pk: int, language: str) -> HttpResponseBase:
    """The card of a report that everybody may see."""
    card = report_card(pk, language)
    if card is None:
        raise Http404
    brand = brand_of(request)
    name = _name(card, brand, language)
    return _card(request, card_files.report_card_path(pk, name), paint_report_card, card, brand)


@require_safe
def municipality_card_file(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """The card of a municipality that takes reports."""
    card = municipality_card(slug, language)
    if card is None:
        raise Http404
    brand = brand_of(request)
    name = _name(card, brand, language)
    return _card(request, card_files.municipality_card_path(slug, name), paint_municipality_card, card, brand)


def _name(card: object, brand: Brand, language: str) -> str:
    digest = sha256(f"{DESIGN} {card!r}".encode()).hexdigest()[:20]
    return f"{language}-{brand.key}-{digest}"


def _card(
    request: HttpRequest, path: Path, paint: Callable[[C, Brand], bytes], card: C, brand: Brand
) -> HttpResponseBase:
    etag = f'"{path.stem}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            picture = path.read_bytes()
        except FileNotFoundError:
            picture = paint(card, brand)
            card_files.write_card(path, picture)
        response = HttpResponse(picture, content_type="image/png")
    response["ETag"] = etag
    response["Cache-Control"] = _CACHE
    response["X-Content-Type-Options"] = "nosniff"
    return response
