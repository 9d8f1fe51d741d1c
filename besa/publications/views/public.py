"""What everybody reads: the list of publications, one publication, its earlier revisions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from besa.core.brands import Brand
from besa.core.context_processors import brand_of
from besa.core.sharing import share_links
from besa.publications.composing import not_drawn
from besa.publications.exports.citing import article, citation_tags
from besa.publications.exports.public_json import tables_of
from besa.publications.kinds import kind_label
from besa.publications.manuscript import Manuscript
from besa.publications.queries.manuscripts import published_manuscript
from besa.publications.queries.public_works import Shown, is_outdated, list_page, past_revisions, shown_work


@require_safe
def publications(request: HttpRequest) -> HttpResponse:
    """All publications. `?kind=&municipality=&organisation=&year=` narrow the list."""
    found = list_page(request.GET, get_language() or "")
    context = {"page": found, "kinds": [(key, kind_label(key)) for key in found.kinds]}
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "publications/public_list.html", context | {"query": query.urlencode()})


@require_safe
def publication(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """One publication in the reader's language, or in the next best; an earlier revision by its number."""
    shown = shown_or_404(slug, number)
    if shown.withdrawn:
        return render(request, "publications/public_withdrawn.html", {"shown": shown}, status=410)
    work = manuscript_of(shown, brand_of(request))
    context = {"work": work, "shown": shown, **_about(request, shown, work)}
    return render(request, "publications/public_work.html", context)


def shown_or_404(slug: str, number: int | None = None, language: str = "") -> Shown:
    """What an address shows, for a reader of a language."""
    shown = shown_work(slug, language or get_language() or "", number)
    if shown is None:
        raise Http404
    return shown


def manuscript_of(shown: Shown, brand: Brand) -> Manuscript:
    """The manuscript of what is shown, for the page: drawings come when they are ready."""
    shown.revision.edition = shown.edition
    return published_manuscript(shown.revision, language=shown.language, brand=brand.key, draw=not_drawn)


def _about(request: HttpRequest, shown: Shown, work: Manuscript) -> dict[str, Any]:
    """What stands around the text."""
    card = reverse("publications-data:card", args=[shown.edition.publication.slug, shown.language])
    card_url = request.build_absolute_uri(card)
    return {
        "url": work.address,
        "card_url": card_url,
        "shares": share_links(work.address, work.title),
        "tags": list(citation_tags(work)),
        "linked": article(work, picture=card_url, publisher=brand_of(request).name),
        "tables": tables_of(work),
        "outdated": shown.is_newest and is_outdated(shown.edition),
        "revisions": list(past_revisions(shown.edition)),
        "foreign": shown.language != get_language(),
    }
