"""Why is this late? The deadlines of a report line by line: for everybody, and for officials with what they can do."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from besa.core.fragments import wants_part
from besa.people.models import User
from besa.people.permissions import require, standing_of
from besa.reports.deadlines import explain
from besa.reports.forms.clock import PauseForm
from besa.reports.labels import DEADLINE_LABELS, TARGET_LABELS, because
from besa.reports.models import Report
from besa.reports.models.report import Visibility
from besa.reports.queries.clocks import pause_limits, reminders_of
from besa.reports.queries.desks import seen_from_desk
from besa.reports.queries.report_page import public_report
from besa.reports.services.pausing import pause_clock, resume_clock
from besa.reports.services.state_change import ChangeRefused, StaleReport


@require_safe
def why(request: HttpRequest, pk: int) -> HttpResponse:
    """Why the deadlines of a public report are what they are."""
    report = public_report(pk)
    if report is None:
        raise Http404
    is_part = wants_part(request)
    context = {"report": report, "told": explain(report, timezone.now()), "part": is_part}
    template = "reports/components/why.html" if is_part else "reports/report_why.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@never_cache
@require_safe
def clock(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for officials, with what they can do about it."""
    report = _load(request, pk, "desk.see")
    form = PauseForm(report.municipality, pause_limits(report.municipality))
    return _page(request, report, form)


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the clock stand still, or (`resume`) go on."""
    report = _load(request, pk, "reports.answer")
    role = str(require(request.user, "reports.answer", report.municipality_id, report.department_id))
    if "resume" in request.POST:
        resume_clock(report=report, role=role)
        messages.success(request, _("The clock goes on."))
        return redirect("reports:clock", pk)
    form = PauseForm(report.municipality, pause_limits(report.municipality), request.POST)
    if form.is_valid() and _pause(request, report, form, role):
        return redirect("reports:clock", pk)
    return _page(request, report, form, status=422)


def _load(request: HttpRequest, pk: int, action: str) -> Report:
    found = seen_from_desk(standing_of(request.user)).filter(pk=pk)
    report = found.select_related("municipality", "category", "place", "department").first()
    if report is None:
        raise Http404
    require(request.user, action, report.municipality_id, report.department_id)
    return report


def _pause(request: HttpRequest, report: Report, form: PauseForm, role: str) -> bool:
    if not isinstance(request.user, User):
        raise PermissionDenied
    try:
        pause_clock(report=report, why=form.why(), until=form.until(), role=role, by=request.user)
    except StaleReport:
        form.add_error(None, _("Somebody else changed this report in the meantime. Look again, then decide."))
    except ChangeRefused as refused:
        form.add_error(None, str(_REFUSALS.get(refused.key, _("This is not possible now."))))
    else:
        messages.success(request, _("The clock stands still. Everybody can read why."))
        return True
    return False


_REFUSALS = {
    "not_public": gettext_lazy(
        "Only the clock of a public report can stand still: everybody must be able to read why."
    ),
    "not_open": gettext_lazy("This report is closed."),
    "paused_already": gettext_lazy("The clock stands still already."),
}


def _page(request: HttpRequest, report: Report, form: PauseForm, *, status: int = 200) -> HttpResponse:
    told = explain(report, timezone.now())
    may = standing_of(request.user).may("reports.answer", report.municipality_id, report.department_id)
    public = report.visibility == Visibility.PUBLIC
    can = may and report.is_open and (public or report.is_practice)
    context = {
        "report": report,
        "told": told,
        "form": form if can and told.pause is None else None,
        "why": because(told.pause.reason, told.pause.body) if told.pause else "",
        "can_resume": can and told.pause is not None,
        "reminders": reminders_of(report),
        "targets": TARGET_LABELS,
        "deadlines": DEADLINE_LABELS,
    }
    return render(request, "reports/report_clock.html", context, status=status)
