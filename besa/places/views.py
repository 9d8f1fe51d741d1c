"""The place picker: places by what people type, as a page, a fragment or JSON."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from besa.core.fragments import render_page
from besa.places.place_search import MOST_CHARACTERS
from besa.places.queries import municipality_of_slug, search_places


@require_safe
@vary_on_headers("Accept")
def search(request: HttpRequest) -> HttpResponse:
    """`?q=` words, `?municipality=` slug, `?next=` a page of ours that takes `place` or `municipality`."""
    words = request.GET.get("q", "")[:MOST_CHARACTERS]
    within = municipality_of_slug(request.GET.get("municipality", ""))
    found = search_places(words, municipality=within)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"places": [asdict(place) | {"kind_label": place.kind_label} for place in found]})
    context = {"words": words, "within": within, "found": found, "next": _own_page(request)}
    return render_page(request, "places/place_search.html", "results", context)


def _own_page(request: HttpRequest) -> str:
    """The page to go on to, when it is one of this site; a form must not be lured elsewhere."""
    wanted = request.GET.get("next", "")
    own = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own else ""
