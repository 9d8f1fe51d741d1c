"""What moderation and privacy put on the pages of a report and of its receipt."""

from __future__ import annotations

from django.http import HttpRequest

from besa.core.registries import PanelPart, panels
from besa.people.permissions import standing_of
from besa.reports.models import Report
from besa.reports.private_links import secret_of
from besa.reports.queries.moderation import ACTION


def privacy_panel(request: HttpRequest, report: Report) -> PanelPart:
    """Get one's data, or have it erased: on the page behind the private link."""
    return PanelPart(
        "reports/components/privacy.html", {"report": report, "secret": secret_of(report.reporter)}
    )


def complaint_panel(request: HttpRequest, report: Report) -> PanelPart:
    """The way to a moderator; for a moderator, the way to work."""
    moderates = standing_of(request.user).may(ACTION, report.municipality_id)
    return PanelPart("reports/components/complaint.html", {"report": report, "moderates": moderates})


panels("receipt").register("reports.privacy", privacy_panel, rank=900)
panels("report").register("reports.complaint", complaint_panel, rank=900)
