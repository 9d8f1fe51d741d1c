"""What alerts put on other apps' pages."""

from __future__ import annotations

from django.http import HttpRequest

from besa.alerts.forms import FollowForm
from besa.core.registries import PanelPart, panels
from besa.reports.models import Report


def follow_panel(request: HttpRequest, report: Report) -> PanelPart | None:
    """The form to follow an open report, or one whose repair somebody may still doubt."""
    return PanelPart("alerts/components/follow.html", {"report": report, "form": FollowForm()})


panels("report").register("alerts.follow", follow_panel, rank=40)
