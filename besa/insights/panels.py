"""What figures put on the pages of the apps above."""

from __future__ import annotations

from django.http import HttpRequest

from besa.core.registries import PanelPart, panels
from besa.insights.queries.boards.offered import Offer, offer_of_all, offer_of_mandate, offer_of_pledge
from besa.places.models import Municipality
from besa.pledges.models import Pledge
from besa.pledges.queries.public_mayor import MayorPage


def statistics_link(request: HttpRequest, municipality: Municipality) -> PanelPart:
    """The way from a municipality's page to its statistics."""
    return PanelPart("insights/components/statistics_link.html", {"municipality": municipality})


def promotion_panel(request: HttpRequest, municipality: Municipality) -> PanelPart:
    """For those who spread the word: the infographic to share, posters and stickers to print."""
    return PanelPart("insights/components/promotion.html", {"municipality": municipality})


def boards_of_mandate(request: HttpRequest, page: MayorPage) -> PanelPart:
    """The infographics of a mayor's pledges, whose page has read them already."""
    return _boards(offer_of_mandate(page.mandate, page.glance))


def boards_of_pledge(request: HttpRequest, pledge: Pledge) -> PanelPart:
    """The infographic of one pledge."""
    return _boards(offer_of_pledge(pledge))


def boards_of_all(request: HttpRequest, subject: str) -> PanelPart:
    """The infographic of all mayors."""
    return _boards(offer_of_all(subject))


def _boards(offer: Offer) -> PanelPart:
    return PanelPart("insights/components/boards.html", {"offer": offer})


panels("mandate_share").register("insights.boards", boards_of_mandate)
panels("pledge_share").register("insights.boards", boards_of_pledge)
panels("compare_share").register("insights.boards", boards_of_all)
panels("municipality").register("insights.promotion", promotion_panel, rank=850)
panels("municipality").register("insights.statistics", statistics_link, rank=12)
