"""A report's own pages: what everybody sees, on the screen and on paper."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from besa.core.brands import DEFAULT
from besa.core.device import device_of, known_device, set_device_cookie
from besa.core.fragments import wants_part
from besa.core.links import absolute_url
from besa.core.sharing import qr_image, share_links
from besa.reports.models import Report
from besa.reports.queries.report_page import ReportPage, is_erased, public_report, report_page
from besa.reports.services.joining import say_me_too


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a report."""
    report = public_report(pk)
    if report is None:
        return _gone_or_missing(request, pk)
    page = report_page(report, device=known_device(request))
    url = _address(request, report)
    title = _title(report)
    context = {
        "page": page,
        "report": report,
        "title": title,
        "url": url,
        "shares": share_links(url, title),
        "card_url": request.build_absolute_uri(
            reverse("reports-data:report_card", args=[report.pk, get_language()])
        ),
    }
    return render(request, "reports/report_detail.html", context)


@require_safe
def print_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet of A4 for a notice board or a meeting, with a QR code that leads back."""
    report = public_report(pk)
    if report is None:
        return _gone_or_missing(request, pk)
    page: ReportPage = report_page(report, device=known_device(request))
    url = _address(request, report)
    context = {"page": page, "report": report, "title": _title(report), "url": url, "qr": qr_image(url)}
    return render(request, "reports/report_print.html", context)


@require_POST
def me_too(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else has the same problem."""
    report = public_report(pk)
    if report is None:
        raise Http404
    say_me_too(report=report, device=device_of(request))
    if wants_part(request):
        report.refresh_from_db(fields=["me_too_count"])
        context = {"report": report, "said_me_too": True}
        return set_device_cookie(render(request, "reports/components/me_too.html", context), request)
    return set_device_cookie(redirect(reverse("reports:detail", args=[pk]) + "#me-too"), request)


def _title(report: Report) -> str:
    where = report.place.name if report.place else report.address
    return ", ".join(part for part in (report.category.name, where, report.municipality.name) if part)


def _address(request: HttpRequest, report: Report) -> str:
    brand = getattr(request, "brand", DEFAULT).key
    return absolute_url("reports:detail", report.pk, language=get_language() or "", brand=brand)


def _gone_or_missing(request: HttpRequest, pk: int) -> HttpResponse:
    if is_erased(pk):
        return render(request, "reports/report_gone.html", status=410)
    raise Http404
