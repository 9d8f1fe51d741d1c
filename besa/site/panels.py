"""What the pages above reports put on a report's page."""

from __future__ import annotations

from django.http import HttpRequest

from besa.core.registries import PanelPart, panels
from besa.places.models import Municipality
from besa.reports.models import Report


def municipality_link(request: HttpRequest, report: Report) -> PanelPart:
    """The way from a report to all that its municipality owes."""
    return PanelPart("site/components/municipality_link.html", {"municipality": report.municipality})


def municipality_of_statistics(request: HttpRequest, municipality: Municipality) -> PanelPart:
    """The way from a municipality's statistics to its page."""
    return PanelPart("site/components/municipality_link.html", {"municipality": municipality})


panels("report_head").register("site.municipality", municipality_link)
panels("statistics_head").register("site.municipality", municipality_of_statistics)
