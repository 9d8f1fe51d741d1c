"""The page on which a moderator removes words from a report."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from besa.people.models import User
from besa.people.permissions import require
from besa.reports.forms.redaction import RedactionForm
from besa.reports.models import Report
from besa.reports.models.report import Visibility
from besa.reports.queries.redaction import spoken_about
from besa.reports.services.redaction import redact_report
from besa.reports.services.state_change import ChangeRefused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose words, look at what would be left, and remove them for good: three steps on one address."""
    report = get_object_or_404(Report.objects.select_related("category", "municipality"), pk=pk)
    role = require(request.user, "reports.redact", report.municipality_id)
    if report.visibility in (Visibility.ERASED, Visibility.PRACTICE):
        raise Http404
    form = RedactionForm(report, request.POST or None)
    looked = form.is_valid() and request.POST.get("step") != "change"
    if looked and request.POST.get("step") == "remove":
        return _remove(request, form, role.value)
    context = {"report": report, "form": form, "looked": looked}
    if looked:
        context["spoken"] = spoken_about(report, form.wanted())
        context["name_goes"] = bool(form.cleaned_data.get("with_name"))
    else:
        context["spoken"] = spoken_about(report)
    return render(request, "reports/moderation_words.html", context)


def _remove(request: HttpRequest, form: RedactionForm, role: str) -> HttpResponse:
    try:
        redact_report(
            report=form.report,
            passages=form.cleaned_data["passages"],
            with_name=bool(form.cleaned_data.get("with_name")),
            reason=form.cleaned_data["reason"],
            role=role,
            by=request.user if isinstance(request.user, User) else None,
        )
        messages.success(request, _("The words are removed for good. It is on the public ledger."))
    except ChangeRefused:
        messages.error(request, _("Somebody else changed this meanwhile. Look at it again."))
    return redirect("reports:moderate_report", form.report.pk)
