"""Closed is not fixed: the pages on which the reporter and neighbours say whether it is."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from besa.core.device import device_of, set_device_cookie
from besa.core.throttling import Bucket, take
from besa.people.permissions import standing_of
from besa.reports.forms.verdicts import VerdictForm
from besa.reports.models import Report
from besa.reports.models.report import State
from besa.reports.queries import public_reports
from besa.reports.queries.reporters import report_of_private_link
from besa.reports.services.answers import ChangeRefused, StaleReport, confirm_fix

_REPORTER, _NEIGHBOUR = "reporter", "neighbour"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verdict(request: HttpRequest, pk: int) -> HttpResponse:
    """A neighbour's verdict. Officials of the municipality have the desk and no vote here."""
    report = get_object_or_404(public_reports().select_related("municipality", "category", "place"), pk=pk)
    form = _form(request, _NEIGHBOUR)
    if standing_of(request.user).may("reports.answer", report.municipality_id):
        messages.error(request, _("Whether it is fixed is for citizens to say."))
        return redirect("reports:detail", pk)
    if request.method == "POST" and form.is_valid() and _may_speak(request, form):
        _judge(request, report, form, _NEIGHBOUR)
        return set_device_cookie(redirect("reports:detail", pk), request)
    return _page(request, report, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def private_verdict(request: HttpRequest, uid: str, secret: str) -> HttpResponse:
    """The reporter's verdict, by the private link."""
    report = report_of_private_link(uid, secret)
    if report is None:
        raise Http404
    form = _form(request, _REPORTER)
    if request.method == "POST" and form.is_valid():
        _judge(request, report, form, _REPORTER)
        return redirect("reports:receipt", uid, secret)
    response = _page(request, report, form)
    add_never_cache_headers(response)
    # The secret in the address goes to no other site; "no-referrer" would also hide our own origin from CSRF checks.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _form(request: HttpRequest, role: str) -> VerdictForm:
    said = request.GET.get("fixed", "")
    initial = {"fixed": said} if said in ("yes", "no") else {}
    return VerdictForm(request.POST or None, initial=initial, needs_reason=role == _REPORTER)


def _may_speak(request: HttpRequest, form: VerdictForm) -> bool:
    """One device says a few things an hour; a program that forgets its cookie is slowed by nobody but itself."""
    if take(Bucket(f"verdict:device:{device_of(request)}", per_hour=10, capacity=10)):
        return True
    form.add_error(None, _("That was often. Try again in an hour."))
    return False


def _judge(request: HttpRequest, report: Report, form: VerdictForm, role: str) -> None:
    device = device_of(request) if role == _NEIGHBOUR else ""
    try:
        confirm_fix(
            report=report,
            fixed=form.says_fixed,
            reason=form.cleaned_data["reason"],
            by_role=role,
            device=device,
        )
    except (ChangeRefused, StaleReport):
        messages.error(request, _("This report has changed in the meantime. Read what happened."))
    else:
        messages.success(request, _thanks(form, report))


def _thanks(form: VerdictForm, report: Report) -> str:
    if form.says_fixed:
        return _("Thank you. Your answer is noted.")
    if report.state == State.REOPENED:
        return _("Thank you. The report is open again, and the municipality knows.")
    return _("Thank you. When another neighbour says the same, the report is opened again.")


def _page(request: HttpRequest, report: Report, form: VerdictForm) -> HttpResponse:
    context = {
        "report": report,
        "form": form,
        # What the link in a mail said; the form with all its fields where there is something to correct.
        "said": "" if form.errors else form.initial.get("fixed", ""),
        "is_reporter": form.needs_reason,
        "can_judge": report.state == State.FIXED,
    }
    return render(request, "reports/report_verdict.html", context, status=422 if form.errors else 200)
