"""What alerts put on other apps' pages."""

from __future__ import annotations

from django.http import HttpRequest

from besa.alerts.forms.following import FollowForm
from besa.alerts.scopes import Scope
from besa.core.registries import PanelPart, panels
from besa.reports.models import Report
from besa.reports.models.report import State


def follow_panel(request: HttpRequest, report: Report) -> PanelPart | None:
    """The form to follow a report, unless its story goes on elsewhere or was taken back."""
    if report.state in (State.DUPLICATE, State.WITHDRAWN):
        return None
    form = FollowForm(scope=Scope(report=report))
    return PanelPart("alerts/components/follow.html", {"report": report, "form": form})


panels("report").register("alerts.follow", follow_panel, rank=40)
