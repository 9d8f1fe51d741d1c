"""What figures put on the pages of the apps above."""

from __future__ import annotations

from django.http import HttpRequest

from besa.core.registries import PanelPart, panels
from besa.places.models import Municipality


def statistics_link(request: HttpRequest, municipality: Municipality) -> PanelPart:
    """The way from a municipality's page to its statistics."""
    return PanelPart("insights/components/statistics_link.html", {"municipality": municipality})


def promotion_panel(request: HttpRequest, municipality: Municipality) -> PanelPart:
    """For those who spread the word: the infographic to share, posters and stickers to print."""
    return PanelPart("insights/components/promotion.html", {"municipality": municipality})


panels("municipality").register("insights.promotion", promotion_panel, rank=850)
panels("municipality").register("insights.statistics", statistics_link, rank=12)
