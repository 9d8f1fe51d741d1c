"""What moderation, privacy and the citizens' verdict put on the pages of a report and of its receipt."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from besa.core.registries import PanelPart, panels
from besa.people.models import Department
from besa.people.permissions import standing_of
from besa.reports.deadlines import running_pause
from besa.reports.labels import because
from besa.reports.models import Report
from besa.reports.models.report import State
from besa.reports.private_links import secret_of
from besa.reports.queries.moderation import ACTION
from besa.reports.queries.who_gets_what import categories_of_department


def privacy_panel(request: HttpRequest, report: Report) -> PanelPart:
    """Get one's data, or have it erased: on the page behind the private link."""
    return PanelPart(
        "reports/components/privacy.html", {"report": report, "secret": secret_of(report.reporter)}
    )


def complaint_panel(request: HttpRequest, report: Report) -> PanelPart:
    """The way to a moderator; for a moderator, the way to work."""
    moderates = standing_of(request.user).may(ACTION, report.municipality_id)
    return PanelPart("reports/components/complaint.html", {"report": report, "moderates": moderates})


def standstill_panel(request: HttpRequest, report: Report) -> PanelPart | None:
    """Since when and why the clock stands still. No query for a report whose clock runs."""
    pause = running_pause(report, timezone.now())
    if pause is None or not report.is_open:
        return None
    context = {"pause": pause, "why": because(pause.reason, pause.body), "report": report}
    return PanelPart("reports/components/standstill_notice.html", context)


def clock_panel(request: HttpRequest, report: Report) -> PanelPart:
    """On the desk: the way to the clock, and whether it stands still."""
    pause = running_pause(report, timezone.now())
    why = because(pause.reason, pause.body) if pause else ""
    return PanelPart("reports/components/clock_on_desk.html", {"pause": pause, "why": why, "report": report})


def department_panel(request: HttpRequest, department: Department) -> PanelPart:
    """For which categories a department answers."""
    categories = categories_of_department(department)
    return PanelPart("reports/components/department_categories.html", {"categories": categories})


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


panels("department").register("reports.categories", department_panel, rank=10)
panels("report_head").register("reports.standstill", standstill_panel, rank=20)
panels("receipt").register("reports.standstill", standstill_panel, rank=5)
panels("desk_report_head").register("reports.clock", clock_panel, rank=5)
panels("receipt").register("reports.verdict", private_verdict_panel, rank=10)
panels("report").register("reports.verdict", verdict_panel, rank=10)
panels("receipt").register("reports.privacy", privacy_panel, rank=900)
panels("report").register("reports.complaint", complaint_panel, rank=900)
