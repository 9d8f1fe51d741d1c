"""The desk: what waits for an official, and everything about one report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from besa.people.models import Role, User
from besa.people.permissions import require, standing_of
from besa.reports.forms.desk import CHANGES, FORMS, WORDS, ActionForm
from besa.reports.labels import STATE_LABELS
from besa.reports.models import Report
from besa.reports.queries.desk import (
    TABS,
    DeskFilters,
    DeskList,
    Scope,
    categories_on_desk,
    departments_of,
    scopes_of,
    seen_report,
)
from besa.reports.queries.desk_report import desk_page_of
from besa.reports.transitions import changes_from
from besa.reports.views.desk_actions import act, done_message
from besa.reports.views.desk_labels import TAB_EMPTY, TAB_LABELS


@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The list that an official works through."""
    scopes = scopes_of(standing_of(request.user))
    scope = _chosen(scopes, request.GET.get("municipality", ""))
    filters = _filters(request.GET)
    rows = DeskList(scope, filters, timezone.now())
    context = {
        "scope": scope,
        "scopes": scopes,
        "filters": filters,
        "tabs": _tabs(rows, scope),
        "page": rows.page(request.GET.get("page", 1)),
        "empty": TAB_EMPTY[filters.tab],
        "categories": categories_on_desk(scope.municipality),
        "departments": departments_of(scope.municipality) if scope.department is None else [],
        "query": request.GET.urlencode(),
        "state_labels": STATE_LABELS,
        "may_edit": standing_of(request.user).may("categories.edit", scope.municipality.pk),
    }
    response = render(request, "reports/desk.html" + ("#results" if _wants_part(request) else ""), context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _chosen(scopes: list[Scope], slug: str) -> Scope:
    chosen = [scope for scope in scopes if slug in ("", scope.municipality.slug)]
    if not chosen:
        raise PermissionDenied
    return chosen[0]


def _filters(query: QueryDict) -> DeskFilters:
    """What the address asks for; what makes no sense is left out rather than refused."""
    department = query.get("department", "")
    return DeskFilters(
        tab=query.get("tab", "") if query.get("tab") in TABS else "new",
        search=query.get("q", "").strip()[:100],
        category=query.get("category", ""),
        department=int(department) if department.isdecimal() and len(department) < 19 else None,
    )


def _tabs(rows: DeskList, scope: Scope) -> list[dict[str, Any]]:
    shown = [key for key, tab in TABS.items() if scope.shows(tab)]
    return [{"key": key, "label": TAB_LABELS[key], "count": rows.counts.get(key)} for key in shown]


def _wants_part(request: HttpRequest) -> bool:
    """True for a part of a page; going back in the browser's history asks for the whole of it."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk_report(request: HttpRequest, pk: int) -> HttpResponse:
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
    return kind(report, departments_of(report.municipality), request.POST, request.FILES)


def _done(request: HttpRequest, report: Report, form: ActionForm) -> HttpResponse:
    messages.success(request, done_message(form))
    report = seen_report(report.pk) or report
    if not standing_of(request.user).may("desk.see", report.municipality_id, report.department_id):
        # Forwarded to another department: it is not this officer's any more.
        return _elsewhere(request)
    if _wants_part(request):
        return _page(request, report, None, moved=True)
    query = request.GET.urlencode()
    return redirect(reverse("reports:desk_report", args=[report.pk]) + (f"?{query}" if query else ""))


def _elsewhere(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("reports:desk")})
    return redirect("reports:desk")


def _page(
    request: HttpRequest, report: Report, form: ActionForm | None, *, status: int = 200, moved: bool = False
) -> HttpResponse:
    role = standing_of(request.user).role_for("reports.answer", report.municipality_id, report.department_id)
    context = {
        "report": report,
        "desk": desk_page_of(report, role),
        "forms": _forms(report, role, form),
        "state_labels": STATE_LABELS,
        "query": request.GET.urlencode(),
        "moved": moved,
        "part": _wants_part(request),
    }
    template = "reports/desk_report.html" + ("#detail" if _wants_part(request) else "")
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _forms(report: Report, role: Role | None, sent: ActionForm | None) -> list[ActionForm]:
    """A form for each thing that can be done now; the one that was sent stays, with its words and its errors."""
    if role is None:
        return []
    departments = departments_of(report.municipality)
    possible = set(changes_from(report.state, role))
    kinds = [kind for kind in CHANGES if kind.new in possible] + list(WORDS)
    if sent is not None and type(sent) not in kinds:
        kinds.insert(0, type(sent))
    return [sent if sent is not None and type(sent) is kind else kind(report, departments) for kind in kinds]
