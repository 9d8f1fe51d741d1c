"""The reporter's private page: follow, add, withdraw, confirm the address."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from besa.core.images import ACCEPT, ImageRefused
from besa.core.throttling import Bucket, take
from besa.reports.drafts import MAX_PHOTOS
from besa.reports.forms.additions import AdditionForm
from besa.reports.labels import REASON_LABELS, ROLE_LABELS, STATE_LABELS
from besa.reports.models import Report
from besa.reports.private_links import confirms, secret_of
from besa.reports.queries.receipts import receipt_of
from besa.reports.queries.reporters import report_of_private_link
from besa.reports.services.additions import add_to_report, send_receipt_again
from besa.reports.services.answers import ChangeRefused, StaleReport, withdraw_report
from besa.reports.services.photos import KeptUpload, keep_upload
from besa.reports.services.publication import confirm_report


def _report_or_404(uid: str, secret: str) -> Report:
    report = report_of_private_link(uid, secret)
    if report is None:
        raise Http404
    return report


def _address(report: Report) -> str:
    return reverse("reports:receipt", args=[report.uid, secret_of(report.reporter)])


@require_safe
def receipt(request: HttpRequest, uid: str, secret: str) -> HttpResponse:
    """What became of a report, for the person who made it."""
    return _page(request, _report_or_404(uid, secret), AdditionForm())


@require_POST
def add(request: HttpRequest, uid: str, secret: str) -> HttpResponse:
    """More words or photos."""
    report = _report_or_404(uid, secret)
    form = AdditionForm(request.POST)
    files = request.FILES.getlist("photos")[: MAX_PHOTOS + 1]
    allowed = take(Bucket(f"add:{report.uid}", per_hour=10, capacity=10))
    if not receipt_of(report).can_add or not allowed or not form.is_valid():
        form.add_error(None, _("Nothing was added. Wait a while and try again."))
        return _page(request, report, form, status=422)
    if not form.cleaned_data["text"] and not files:
        form.add_error("text", _("Write something, or choose a photo."))
        return _page(request, report, form, status=422)
    try:
        uploads: list[KeptUpload] = [keep_upload(file) for file in files]
        add_to_report(report=report, text=form.cleaned_data["text"], uploads=uploads)
    except ImageRefused as refused:
        form.add_error("text", str(refused))
        return _page(request, report, form, status=422)
    messages.success(request, _("Added to your report."))
    return HttpResponseRedirect(_address(report))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, uid: str, secret: str) -> HttpResponse:
    """Take a report back, after a question."""
    report = _report_or_404(uid, secret)
    if request.method != "POST":
        return render(request, "reports/report_withdraw.html", {"report": report, "back": _address(report)})
    try:
        withdraw_report(report=report)
        messages.success(request, _("Your report is withdrawn."))
    except (ChangeRefused, StaleReport):
        messages.error(request, _("Your report can no longer be withdrawn: it was closed in the meantime."))
    return HttpResponseRedirect(_address(report))


@require_POST
def resend(request: HttpRequest, uid: str, secret: str) -> HttpResponse:
    """The mail with the link once more."""
    report = _report_or_404(uid, secret)
    if report.reporter.email and take(Bucket(f"resend:{report.uid}", per_hour=1, capacity=3)):
        send_receipt_again(report=report)
        messages.success(request, _("The e-mail is on its way again. Look in the spam folder too."))
    else:
        messages.error(request, _("The e-mail was sent several times already. Wait an hour and try again."))
    return HttpResponseRedirect(_address(report))


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """A button that confirms the address. Opening the page does nothing: mail scanners open every link."""
    report = get_object_or_404(
        Report.objects.select_related("reporter", "municipality", "category", "place"), uid=uid[:26]
    )
    if not hasattr(report, "reporter") or not confirms(token, report.reporter):
        raise Http404
    if request.method != "POST":
        return _private(render(request, "reports/report_confirm.html", {"report": report}))
    confirm_report(report=report)
    messages.success(request, _("Thank you. Your address is confirmed."))
    return HttpResponseRedirect(_address(report))


def _page(request: HttpRequest, report: Report, form: AdditionForm, status: int = 200) -> HttpResponse:
    context = {
        "receipt": receipt_of(report),
        "report": report,
        "form": form,
        "secret": secret_of(report.reporter),
        "private_link": request.build_absolute_uri(_address(report)),
        "state_labels": STATE_LABELS,
        "role_labels": ROLE_LABELS,
        "reason_labels": REASON_LABELS,
        "accept": ACCEPT,
    }
    return _private(render(request, "reports/report_receipt.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """A secret address must not leak to the next site, to a search engine or to a shared cache."""
    add_never_cache_headers(response)
    # The secret in the address goes to no other site; "no-referrer" would also hide our own origin from CSRF checks.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
