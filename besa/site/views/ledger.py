"""The public ledger for people: what happened, and why nobody can change it unseen."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from besa.core.brands import brand_of
from besa.core.links import site_address
from besa.ledger.epochs import current_epoch, epochs
from besa.ledger.proofs import proof_of
from besa.ledger.queries import Filters, latest_checkpoint, newest_entries, sealed_entry
from besa.site.forms.ledger import LedgerFilterForm
from besa.site.ledger_feeds import atom, json_feed
from besa.site.ledger_lines import Line, lines_of

PAGE, FEED = 30, 100


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """All entries, newest first."""
    form = LedgerFilterForm(request.GET)
    valid = form.is_valid()
    filters = form.filters() if valid else Filters()
    before = form.cleaned_data.get("before") if valid else None
    lines = lines_of(newest_entries(filters, before=before, limit=PAGE + 1)) if valid else []
    context = {
        "form": form,
        "lines": lines[:PAGE],
        "older": _query(form, before=lines[PAGE - 1].entry.position) if len(lines) > PAGE else "",
        "newest": _query(form) if before is not None else "",
        "filtered": filters != Filters(),
        "query": _query(form),
        "head": latest_checkpoint(),
        "epochs": epochs()[1:],
    }
    template = "site/ledger.html#results" if getattr(request, "htmx", False) else "site/ledger.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response


@require_safe
def ledger_entry(request: HttpRequest, position: int) -> HttpResponse:
    """One entry, and its proof in plain words."""
    entry = sealed_entry(position) if position < 10**15 else None
    proof = proof_of(entry) if entry else None
    if entry is None or proof is None:
        raise Http404(_("The ledger has no such entry yet."))
    (line,) = lines_of([entry])
    context = {"line": line, "entry": entry, "proof": proof, "address": _site(request)}
    return render(request, "site/ledger_entry.html", context)


@require_safe
def ledger_checking(request: HttpRequest) -> HttpResponse:
    """How anybody can check the ledger, and why keeping a checkpoint matters."""
    context = {"epoch": current_epoch(), "head": latest_checkpoint(), "address": _site(request)}
    return render(request, "site/ledger_checking.html", context)


@require_safe
def ledger_atom(request: HttpRequest) -> HttpResponse:
    """The newest entries as Atom."""
    lines, query = _feed(request)
    text = atom(lines, site=_site(request), title=_("Public ledger"), query=query)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


@require_safe
def ledger_json(request: HttpRequest) -> JsonResponse:
    """The newest entries as JSON Feed."""
    lines, query = _feed(request)
    value = json_feed(lines, site=_site(request), title=_("Public ledger"), query=query)
    return JsonResponse(
        value, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False}
    )


def _feed(request: HttpRequest) -> tuple[list[Line], str]:
    form = LedgerFilterForm(request.GET)
    if not form.is_valid():
        raise Http404(_("There is no such part of the ledger."))
    return lines_of(newest_entries(form.filters(), limit=FEED)), _query(form)


def _query(form: LedgerFilterForm, **more: int) -> str:
    """The filters as a query, without what is empty."""
    chosen = {name: value for name, value in form.data.items() if value and name in form.fields}
    chosen.pop("before", None)
    query = urlencode({**chosen, **more})
    return f"?{query}" if query else ""


def _site(request: HttpRequest) -> str:
    return site_address(brand_of(request).key)
