"""What a reporter may ask of us by the private link: all we know, and to forget it. And readers' complaints."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from besa.core.device import device_of, set_device_cookie
from besa.core.throttling import Bucket, take
from besa.reports.forms.moderation import AbuseForm
from besa.reports.models import Report
from besa.reports.queries import public_reports
from besa.reports.queries.own_data import own_data
from besa.reports.queries.reporters import report_of_private_link
from besa.reports.services.erasure import erase_report
from besa.reports.services.moderation import report_abuse


@never_cache
@require_safe
def data(request: HttpRequest, uid: str, secret: str) -> HttpResponse:
    """All that is kept about a report and its reporter, as a file."""
    report = _own_report(uid, secret)
    response = JsonResponse(own_data(report), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="report-{report.pk}.json"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase_own(request: HttpRequest, uid: str, secret: str) -> HttpResponse:
    """Erase one's own report, after a page that says what that means."""
    report = _own_report(uid, secret)
    if request.method == "POST":
        erase_report(report=report, role="reporter")
        return render(request, "reports/report_erased.html")
    return render(request, "reports/report_erase.html", {"report": report, "moderator": False})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def abuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that something on a report's page should not be there."""
    report = get_object_or_404(public_reports().select_related("category", "municipality"), pk=pk)
    form = AbuseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        device = device_of(request)
        if not take(Bucket(f"abuse:{device}", per_hour=10, capacity=10)):
            form.add_error(None, _("You have sent many of these. Try again in an hour."))
        else:
            report_abuse(report=report, device=device, **form.cleaned_data)
            messages.success(request, _("Thank you. A moderator will look at it."))
            return set_device_cookie(redirect("reports:detail", pk), request)
    return render(request, "reports/abuse_form.html", {"report": report, "form": form})


def _own_report(uid: str, secret: str) -> Report:
    report = report_of_private_link(uid, secret)
    if report is None:
        raise Http404
    return report
