"""The queue: what waits for an official."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from besa.core.fragments import render_page, wants_part
from besa.desk.builtin_views import VIEWS, views_for
from besa.desk.bulk_acts import BULK_ACTS, MOST_AT_ONCE
from besa.desk.filters import DeskFilters, filters_from
from besa.desk.labels import VIEW_EMPTY, VIEW_LABELS
from besa.desk.queries.bulk import bulk_notices, pending_words
from besa.desk.queries.choices import chips_of, filter_choices
from besa.desk.queries.counts import COUNT_LIMIT, count_desk
from besa.desk.queries.queue import Queue, moment_for
from besa.desk.queries.report import SEE_CONTACT
from besa.desk.queries.saved_views import saved_views_for
from besa.desk.scopes import Scope, scopes_of
from besa.desk.views.queue_rows import rows_of
from besa.people.models import User
from besa.people.permissions import standing_of

_VIEW_KEYS = tuple(VIEWS)


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The list that an official works through, with its views, filters, map and the report that is open."""
    user, scope, scopes = reader_and_scope(request)
    filters = filters_from(request.GET, _VIEW_KEYS)
    found = queue_for(user, scope, filters)
    counts = count_desk(scope, found.moment)
    bulks = bulk_notices(user, scope) if counts.bulks else []
    context = {
        "part": wants_part(request),
        "scope": scope,
        "scopes": scopes,
        "saved": saved_views_for(user, scope),
        "choices": filter_choices(scope) if request.GET.get("filters") else None,
        "views": _views(found, scopes, counts.views),
        "mentions": counts.mentions,
        "bulks": bulks,
        **_may(user, scope),
        **_list(found, query_of(filters, scope, scopes), _page_number(request)),
    }
    context["rows"] = rows_of(
        context["page"].rows, pending_words(bulks), context["query"], ticks=bool(context["acts"])
    )
    return render_page(request, "desk/queue.html", "body", context)


def _list(found: Queue, query: str, number: int) -> dict[str, Any]:
    """What is said around the rows."""
    filters = found.filters
    return {
        "query": query,
        "filters": filters,
        "page": found.page(number),
        "chips": chips_of(filters, found.scope.municipality, found.categories),
        "empty": VIEW_EMPTY[filters.view],
        "view_label": VIEW_LABELS[filters.view],
        "read_at": found.moment.now.isoformat(),
        "most": MOST_AT_ONCE,
    }


def reader_and_scope(request: HttpRequest) -> tuple[User, Scope, list[Scope]]:
    """Who reads, the part of the desk that the address names, and all parts this person has."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    scopes = scopes_of(standing_of(request.user))
    slug = request.GET.get("municipality") or request.POST.get("municipality") or ""
    chosen = [scope for scope in scopes if slug in ("", scope.municipality.slug)]
    if not chosen:
        raise PermissionDenied
    return request.user, chosen[0], scopes


def queue_for(user: User, scope: Scope, filters: DeskFilters) -> Queue:
    """The queue as this person may search it."""
    role = standing_of(user).role_for("reports.answer", scope.municipality.pk)
    moment = moment_for(scope, user, timezone.now())
    return Queue(scope, filters, moment, sees_mail=role in SEE_CONTACT)


def query_of(filters: DeskFilters, scope: Scope, scopes: list[Scope], **more: Any) -> str:
    """The address's query of a queue; the municipality is named where there are several."""
    slug = scope.municipality.slug if len(scopes) > 1 else ""
    return filters.as_query(municipality=slug, **more)


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 1


def _views(found: Queue, scopes: list[Scope], counts: dict[str, int]) -> list[dict[str, Any]]:
    address = reverse("desk:queue")
    return [
        {
            "key": view.key,
            "href": f"{address}?{query_of(DeskFilters(view=view.key), found.scope, scopes)}",
            "label": VIEW_LABELS[view.key],
            "count": counts.get(view.key),
            "most": COUNT_LIMIT,
        }
        for view in views_for(found.scope.departments)
    ]


def _may(user: User, scope: Scope) -> dict[str, Any]:
    standing, place = standing_of(user), scope.municipality.pk
    role = standing.role_for("reports.answer", place)
    return {
        "may_edit": standing.may("categories.edit", place),
        "sees_mail": role in SEE_CONTACT,
        "acts": list(BULK_ACTS.values()) if role else [],
    }
