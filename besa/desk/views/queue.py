"""The queue: what waits for an official."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from besa.desk.fragments import wants_part
from besa.desk.queries.queue import (
    TABS,
    DeskFilters,
    DeskList,
    Scope,
    categories_on_desk,
    scopes_of,
)
from besa.desk.views.queue_labels import TAB_EMPTY, TAB_LABELS
from besa.people.permissions import standing_of
from besa.people.queries import department_choices
from besa.reports.labels import STATE_LABELS


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
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
        "departments": department_choices(scope.municipality) if scope.department is None else [],
        "query": request.GET.urlencode(),
        "state_labels": STATE_LABELS,
        "may_edit": standing_of(request.user).may("categories.edit", scope.municipality.pk),
    }
    response = render(request, "desk/queue.html" + ("#results" if wants_part(request) else ""), context)
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
