"""What everybody sees of assemblies: who sits there, who came, how they voted. `?on=` shows a past day."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from besa.pledges.exports.public_assembly import assembly_data, assembly_table
from besa.pledges.public_filters import NoSuchDay
from besa.pledges.queries.assemblies import assemblies as all_assemblies
from besa.pledges.queries.public_assembly import (
    Shown,
    assembly_page,
    member_page,
    session_page,
    shown_assembly,
)
from besa.pledges.views.public_data import for_any_page


@require_safe
def assemblies(request: HttpRequest) -> HttpResponse:
    """All assemblies that somebody writes down."""
    return render(request, "pledges/public_assemblies.html", {"assemblies": all_assemblies()})


@require_safe
def assembly(request: HttpRequest, slug: str) -> HttpResponse:
    """Members, sessions, votes on pledges."""
    shown = _shown(request, slug)
    return _page(request, "pledges/public_assembly.html", shown, assembly_page(shown))


@require_safe
def session(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One session."""
    shown = _shown(request, slug)
    return _page(request, "pledges/public_session.html", shown, session_page(shown, pk))


@require_safe
def member(request: HttpRequest, slug: str, member: str) -> HttpResponse:
    """One member."""
    shown = _shown(request, slug)
    return _page(request, "pledges/public_member.html", shown, member_page(shown, member))


@require_safe
def assembly_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Attendance and votes as a table."""
    shown = _asked(request, slug)
    response = HttpResponse(assembly_table(shown), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-{shown.day.isoformat()}.csv"'
    return for_any_page(response)


@require_safe
def assembly_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Members, attendance and votes."""
    data = assembly_data(_asked(request, slug))
    return for_any_page(JsonResponse(data, json_dumps_params={"ensure_ascii": False}))


def _page(request: HttpRequest, template: str, shown: Shown, page: Any) -> HttpResponse:
    if page is None:
        raise Http404
    context = {"page": page, "shown": shown, "assembly": shown.body}
    return render(request, template, context, status=400 if shown.bad_day else 200)


def _shown(request: HttpRequest, slug: str) -> Shown:
    """The assembly, now where the address names no day that there is."""
    try:
        shown, bad = shown_assembly(slug, request.GET), False
    except NoSuchDay:
        shown, bad = shown_assembly(slug, {}), True
    if shown is None:
        raise Http404
    return Shown(shown.body, shown.on, shown.today, shown.known_at, bad)


def _asked(request: HttpRequest, slug: str) -> Shown:
    """The same for programs, to which a day that there is not is no address of ours."""
    try:
        shown = shown_assembly(slug, request.GET)
    except NoSuchDay:
        raise Http404 from None
    if shown is None:
        raise Http404
    return shown
