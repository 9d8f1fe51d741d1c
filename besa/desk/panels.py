"""What the desk puts on pages of the apps below that belong to it."""

from __future__ import annotations

from django.http import HttpRequest

from besa.core.registries import PanelPart, panels
from besa.reports.models import Report


def crumb_panel(request: HttpRequest, report: Report) -> PanelPart:
    """The way back to a report on the desk, from a page below it."""
    return PanelPart("desk/components/crumb.html", {"report": report})


panels("desk_crumb").register("desk.report", crumb_panel)
