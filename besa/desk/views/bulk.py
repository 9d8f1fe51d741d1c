"""Doing something to many reports: choose, say, wait a moment, see what came of it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from besa.core.fragments import render_page, wants_part
from besa.desk.builtin_views import VIEWS
from besa.desk.bulk_acts import BULK_ACTS, MOST_AT_ONCE
from besa.desk.filters import filters_from
from besa.desk.forms.bulk import BULK_FORMS, BulkForm, SpeakManyForm, picked, read_at
from besa.desk.models import BulkAct
from besa.desk.queries.bulk import failures_of, notice_of, own_bulk_act
from besa.desk.queries.previews import BulkPreviews, bulk_previews
from besa.desk.scopes import Scope
from besa.desk.services.bulk import (
    ask_for_bulk_act,
    hasten_bulk_act,
    note_failures_read,
    undo_bulk_act,
)
from besa.desk.views.queue import queue_for, reader_and_scope
from besa.desk.views.report_actions import refusal_words
from besa.people.models import User
from besa.people.permissions import require


@never_cache
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """What to say, for an act on the reports that were picked; then the act itself."""
    user, scope, _scopes = reader_and_scope(request)
    require(user, "reports.answer", scope.municipality.pk)
    kind, reports = BULK_ACTS.get(request.POST.get("act", "")), _picked(request, user, scope)
    if kind is None or not reports:
        messages.error(request, _("Choose at least one report, and what to do with it."))
        return redirect(_queue(request))
    sent, previewed = request.POST.get("step") == "do", "preview" in request.POST
    form = BULK_FORMS[kind.key](scope.municipality, request.POST if sent else None)
    if sent and form.is_valid() and not previewed:
        seen_at = read_at(request.POST.get("read_at", ""))
        ask_for_bulk_act(
            municipality=scope.municipality, by=user, act=kind.key, reports=reports,
            arguments=form.arguments(), seen_at=seen_at, practice=scope.trainee is not None,
        )  # fmt: skip
        return _back_to_queue(request)
    context = {"kind": kind, "reports": reports, **_sent_again(request)}
    if previewed:
        context["previews"] = _previews(form, reports, user)
    return _form_page(request, form, context, status=422 if sent and not form.is_valid() else 200)


def _previews(form: BulkForm, reports: list[int], user: User) -> BulkPreviews | None:
    """How the prepared answer reads that is chosen, if one is."""
    chosen = form.chosen if isinstance(form, SpeakManyForm) else None
    return bulk_previews(reports, chosen, str(user)) if chosen else None


def _picked(request: HttpRequest, user: User, scope: Scope) -> list[int]:
    """The numbers that were ticked and are this person's to see, or all that match, MOST_AT_ONCE at most."""
    if request.POST.get("all"):
        filters = filters_from(QueryDict(request.POST.get("query", "")), tuple(VIEWS))
        return list(queue_for(user, scope, filters).found().values_list("pk", flat=True)[:MOST_AT_ONCE])
    numbers = picked(request.POST.getlist("pick"))[:MOST_AT_ONCE]
    mine = set(scope.reports().filter(pk__in=numbers).values_list("pk", flat=True))
    return [pk for pk in dict.fromkeys(numbers) if pk in mine]


def _sent_again(request: HttpRequest) -> dict[str, Any]:
    return {name: request.POST.get(name, "") for name in ("query", "read_at", "municipality")}


def _form_page(
    request: HttpRequest, form: BulkForm, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context |= {"form": form, "part": wants_part(request)}
    return render_page(request, "desk/bulk_new.html", "form", context, status=status)


def _queue(request: HttpRequest) -> str:
    query = request.POST.get("query", "")
    return reverse("desk:queue") + (f"?{query}" if query else "")


def _back_to_queue(request: HttpRequest) -> HttpResponse:
    if not wants_part(request):
        return redirect(_queue(request))
    where = {"path": _queue(request), "target": "#desk-body", "swap": "outerHTML"}
    return HttpResponse(status=204, headers={"HX-Location": json.dumps(where)})


def _own(request: HttpRequest, pk: int) -> tuple[BulkAct, User]:
    user, scope, _scopes = reader_and_scope(request)
    found = own_bulk_act(user, pk, scope)
    if found is None:
        raise Http404
    return found, user


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_act(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a bulk act; before it is done, it can be undone or done at once."""
    found, user = _own(request, pk)
    if request.method == "POST":
        if "undo" in request.POST:
            _undo(request, found)
        elif "now" in request.POST:
            hasten_bulk_act(bulk=found)
        return _back_to_queue(request)
    note_failures_read(bulk=found)
    failures = failures_of(found, user)
    context = {
        "notice": notice_of(found),
        "kind": BULK_ACTS[found.act],
        "failures": [(one, refusal_words(one.reason) if one.reason else "") for one in failures],
        "form": BULK_FORMS[found.act](found.municipality, initial=found.arguments),
        "conflicts": [one.report.pk for one in failures if one.outcome == "conflict"],
    }
    return render(request, "desk/bulk_act.html", context)


def _undo(request: HttpRequest, found: BulkAct) -> None:
    if undo_bulk_act(bulk=found):
        messages.success(request, _("Undone: nothing has happened to these reports, and nobody was told."))
    else:
        messages.error(request, _("It is too late to undo this: it was done already."))
