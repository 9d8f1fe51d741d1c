"""One report on the desk: everything about it, and what can be done with it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from besa.desk.forms.actions import CHANGES, FORMS, WORDS, ActionForm
from besa.desk.fragments import wants_part
from besa.desk.queries.report import desk_page_of, seen_report
from besa.desk.views.report_actions import act, done_message
from besa.people.models import Role, User
from besa.people.permissions import require, standing_of
from besa.people.queries import department_choices
from besa.reports.labels import STATE_LABELS
from besa.reports.models import Report
from besa.reports.transitions import changes_from


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one report, and what can be done with it."""
    report = _load(request, pk)
    form = None
    if request.method == "POST":
        form = _sent_form(request, report)
        role = require(request.user, form.permission, report.municipality_id, report.department_id)
        if form.is_valid() and act(form, by=_person(request), role=role):
            return _done(request, report, form)
        report = _load(request, pk)
    return _page(request, report, form, status=422 if form else 200)


def _load(request: HttpRequest, pk: int) -> Report:
    report = seen_report(pk)
    if report is None:
        raise Http404
    require(request.user, "desk.see", report.municipality_id, report.department_id)
    return report


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _sent_form(request: HttpRequest, report: Report) -> ActionForm:
    kind = FORMS.get(request.POST.get("action", ""))
    if kind is None:
        raise Http404
    return kind(report, department_choices(report.municipality), request.POST, request.FILES)


def _done(request: HttpRequest, report: Report, form: ActionForm) -> HttpResponse:
    messages.success(request, done_message(form))
    report = seen_report(report.pk) or report
    if not standing_of(request.user).may("desk.see", report.municipality_id, report.department_id):
        # Forwarded to another department: it is not this officer's any more.
        return _elsewhere(request)
    if wants_part(request):
        page = _page(request, report, None)
        page["HX-Trigger"] = "desk:acted"
        return page
    query = request.GET.urlencode()
    return redirect(reverse("desk:report", args=[report.pk]) + (f"?{query}" if query else ""))


def _elsewhere(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("desk:queue")})
    return redirect("desk:queue")


def _page(
    request: HttpRequest, report: Report, form: ActionForm | None, *, status: int = 200
) -> HttpResponse:
    role = standing_of(request.user).role_for("reports.answer", report.municipality_id, report.department_id)
    context = {
        "report": report,
        "desk": desk_page_of(report, role),
        "forms": _forms(report, role, form),
        "state_labels": STATE_LABELS,
        "query": request.GET.urlencode(),
        "part": wants_part(request),
    }
    template = "desk/report.html" + ("#detail" if wants_part(request) else "")
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _forms(report: Report, role: Role | None, sent: ActionForm | None) -> list[ActionForm]:
    """A form for each thing that can be done now; the one that was sent stays, with its words and its errors."""
    if role is None:
        return []
    departments = department_choices(report.municipality)
    possible = set(changes_from(report.state, role))
    kinds = [kind for kind in CHANGES if kind.new in possible] + list(WORDS)
    if sent is not None and type(sent) not in kinds:
        kinds.insert(0, type(sent))
    return [sent if sent is not None and type(sent) is kind else kind(report, departments) for kind in kinds]
