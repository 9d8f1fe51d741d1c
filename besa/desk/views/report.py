"""One report on the desk: everything about it, and what can be done with it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from besa.core.fragments import render_page, wants_part
from besa.core.idempotency import Submission
from besa.desk.forms.actions import ActionForm
from besa.desk.forms.answering import fill_in
from besa.desk.forms.every import FORMS, forms_for, prepare, undo_form
from besa.desk.forms.handling import HANDLING
from besa.desk.forms.once import submission_of
from besa.desk.queries.report import desk_page_of, seen_report
from besa.desk.views.acting_once import act_once
from besa.desk.views.report_actions import done_message
from besa.people.models import User
from besa.people.permissions import require, standing_of
from besa.people.queries import department_choices
from besa.reports.labels import PRIORITY_LABELS, STATE_LABELS
from besa.reports.models import Report


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one report, and what can be done with it."""
    report = _load(request, pk)
    form = None
    if request.method == "POST":
        form = _sent_form(request, report)
        if "fill" in request.POST:
            return _page(request, report, fill_in(form))
        role = require(request.user, form.permission, report.municipality_id, report.department_id)
        if act_once(form, by=_person(request), role=role, once=_submission(request, report)) is None:
            return _done(request, report, form)
        report = _load(request, pk)
    return _page(request, report, form, status=422 if form else 200)


def _load(request: HttpRequest, pk: int) -> Report:
    report = seen_report(pk, standing_of(request.user))
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
    form = kind(report, department_choices(report.municipality), request.POST, request.FILES)
    prepare([form], _person(request))
    return form


def _submission(request: HttpRequest, report: Report) -> Submission | None:
    photos = request.FILES.getlist("photos")
    return submission_of(request.POST, photos, report, _person(request), where="desk")


def _done(request: HttpRequest, report: Report, form: ActionForm) -> HttpResponse:
    messages.success(request, done_message(form))
    report = seen_report(report.pk, standing_of(request.user)) or report
    if not standing_of(request.user).may("desk.see", report.municipality_id, report.department_id):
        # Forwarded to another department: it is not this officer's any more.
        return _elsewhere(request)
    if wants_part(request):
        page = _page(request, report, None)
        page["HX-Trigger"] = "desk:acted"
        return page
    query = _query(request)
    return redirect(reverse("desk:report", args=[report.pk]) + (f"?{query}" if query else ""))


def _elsewhere(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("desk:queue")})
    return redirect("desk:queue")


def _page(
    request: HttpRequest, report: Report, form: ActionForm | None, *, status: int = 200
) -> HttpResponse:
    role = standing_of(request.user).role_for("reports.answer", report.municipality_id, report.department_id)
    forms = forms_for(report, role, form, request.GET.get("do", ""), request.user)
    context = {
        "report": report,
        "desk": desk_page_of(report, role),
        "forms": forms,
        "act": next((one for one in forms if isinstance(one, HANDLING)), None),
        "handling": [{"key": act.key, "title": act.title} for act in HANDLING] if role is not None else [],
        "undo": undo_form(report, request.user) if role is not None else None,
        "state_labels": STATE_LABELS,
        "priority_labels": {str(number): label for number, label in PRIORITY_LABELS.items()},
        "query": _query(request),
        "part": wants_part(request),
    }
    return render_page(request, "desk/report.html", "detail", context, status=status)


def _query(request: HttpRequest) -> str:
    """The address's filters, without the act that was opened."""
    query = request.GET.copy()
    query.pop("do", None)
    return query.urlencode()
