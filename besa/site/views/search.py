"""Search: one box for reports, places and municipalities."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from besa.core.fragments import render_page, wants_part
from besa.places.queries import municipality_of_slug
from besa.reports.queries.where import active_municipalities
from besa.site.queries import search_everything

_LONGEST = 100


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=` words, `?municipality=` slug, `?before=` number of the last report of the page before."""
    text = request.GET.get("q", "").strip()[:_LONGEST]
    municipality = municipality_of_slug(request.GET.get("municipality", "")[:40])
    mark = request.GET.get("before", "")
    before = int(mark) if mark.isascii() and mark.isdigit() and len(mark) < 16 else None
    is_part = wants_part(request)
    context = {
        "text": text,
        "municipality": municipality,
        "municipalities": [] if is_part else active_municipalities(),
        "results": search_everything(text, municipality=municipality, before=before) if text else None,
    }
    return render_page(request, "site/search.html", "results", context)
