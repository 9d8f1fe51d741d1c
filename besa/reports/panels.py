"""What moderation, privacy and the citizens' verdict put on the pages of a report and of its receipt."""

from __future__ import annotations

from django.http import HttpRequest

from besa.core.registries import PanelPart, panels
from besa.people.permissions import standing_of
from besa.reports.models import Report
from besa.reports.models.report import State
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


def verdict_panel(request: HttpRequest, report: Report) -> PanelPart | None:
    """Is it fixed? Asked of neighbours while the municipality says so."""
    if report.state != State.FIXED:
        return None
    return PanelPart("reports/components/verdict.html", {"report": report})


def private_verdict_panel(request: HttpRequest, report: Report) -> PanelPart | None:
    """The same question to the reporter, whose word counts at once."""
    if report.state != State.FIXED:
        return None
    secret = secret_of(report.reporter)
    return PanelPart("reports/components/verdict.html", {"report": report, "secret": secret})


panels("receipt").register("reports.verdict", private_verdict_panel, rank=10)
panels("report").register("reports.verdict", verdict_panel, rank=10)
panels("receipt").register("reports.privacy", privacy_panel, rank=900)
panels("report").register("reports.complaint", complaint_panel, rank=900)
