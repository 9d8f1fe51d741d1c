"""What insights put on a municipality's page for those who spread the word: infographics, posters, stickers."""

from __future__ import annotations

from django.http import HttpRequest

from besa.core.registries import PanelPart, panels
from besa.places.models import Municipality


def promotion_panel(request: HttpRequest, municipality: Municipality) -> PanelPart:
    """The ways to the share kit."""
    return PanelPart("insights/components/promotion.html", {"municipality": municipality})


panels("municipality").register("insights.promotion", promotion_panel, rank=850)
