"""What every page needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from besa.core.brands import DEFAULT


def page(request: HttpRequest) -> dict[str, Any]:
    """Brand and language switch, for the base template."""
    return {
        "brand": getattr(request, "brand", DEFAULT),
        "languages": settings.LANGUAGES,
        "map_tiles": settings.MAP_TILES,
        "map_attribution": settings.MAP_ATTRIBUTION,
    }
