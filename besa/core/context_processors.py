"""What every page needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from besa.core.brands import DEFAULT, Brand


def brand_of(request: HttpRequest) -> Brand:
    """The brand of a request; Besa's own when the request failed before it was known."""
    brand: Brand = getattr(request, "brand", DEFAULT)
    return brand


def page(request: HttpRequest) -> dict[str, Any]:
    """Brand and language switch, for the base template."""
    return {
        "brand": brand_of(request),
        "languages": settings.LANGUAGES,
        "map_tiles": settings.MAP_TILES,
        "map_attribution": settings.MAP_ATTRIBUTION,
    }
