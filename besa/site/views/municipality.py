"""A municipality's hub: all that it owes, and what became of it. The page a mayor opens."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from besa.core.brands import DEFAULT
from besa.core.links import absolute_url
from besa.places.queries import municipality_of_slug


@require_safe
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """The hub, from the panels of all apps; for a municipality that is not here yet, how to bring Besa there."""
    found = municipality_of_slug(slug[:40])
    if found is None:
        raise Http404
    brand = getattr(request, "brand", DEFAULT).key
    language = get_language() or ""
    context = {
        "municipality": found,
        "url": absolute_url("site:municipality", found.slug, language=language, brand=brand),
    }
    if not found.active:
        return render(request, "site/municipality_inactive.html", context)
    card = reverse("reports-data:municipality_card", args=[found.slug, language])
    return render(request, "site/municipality.html", context | {"card_url": request.build_absolute_uri(card)})
