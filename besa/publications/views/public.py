"""What everybody reads: the list of publications, one publication, its earlier versions."""

from __future__ import annotations

from dataclasses import replace
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
from besa.publications.queries.comparing import compare
from besa.publications.queries.manuscripts import published_manuscript
from besa.publications.queries.public_changes import as_read, behind_of, version_before
from besa.publications.queries.public_works import Shown, list_page, past_revisions, shown_work


@require_safe
def publications(request: HttpRequest) -> HttpResponse:
    """All publications. `?kind=&municipality=&organisation=&year=` narrow the list."""
    found = list_page(request.GET, get_language() or "")
    context = {"page": found, "kinds": [(key, kind_label(key)) for key in found.kinds]}
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "publications/public_list.html", context | {"query": query.urlencode()})


@require_safe
def publication(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponse:
    """One publication in the reader's language, or in the next best; an earlier one by its version."""
    shown = shown_or_404(slug, version)
    if shown.withdrawn:
        return _withdrawn(request, shown)
    work = manuscript_of(shown, brand_of(request))
    context = {"work": work, "shown": shown, **_about(request, shown, work)}
    return render(request, "publications/public_work.html", context)


@require_safe
def changes(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """What a version says differently from the one published before it, or from an earlier one (`?since=version`)."""
    shown = shown_or_404(slug, version)
    if shown.withdrawn:
        return _withdrawn(request, shown)
    earlier = version_before(shown.edition, shown.revision, request.GET.get("since", ""))
    if earlier is None:
        raise Http404
    brand = brand_of(request)
    old, new = manuscript_of(replace(shown, revision=earlier), brand), manuscript_of(shown, brand)
    context = {
        "shown": shown,
        "earlier": earlier,
        "title": new.title,
        "differences": compare(as_read(earlier, old), as_read(shown.revision, new)),
        "corrections": new.corrections[
            : len(new.corrections) - len(old.corrections)
        ],  # the newest come first
    }
    return render(request, "publications/public_changes.html", context)


def shown_or_404(slug: str, version: int | None = None, language: str = "") -> Shown:
    """What an address shows, for a reader of a language."""
    shown = shown_work(slug, language or get_language() or "", version)
    if shown is None:
        raise Http404
    return shown


def manuscript_of(shown: Shown, brand: Brand) -> Manuscript:
    """The manuscript of what is shown, for the page: drawings come when they are ready."""
    shown.revision.edition = shown.edition
    return published_manuscript(shown.revision, language=shown.language, brand=brand.key, draw=not_drawn)


def _withdrawn(request: HttpRequest, shown: Shown) -> HttpResponse:
    return render(request, "publications/public_withdrawn.html", {"shown": shown}, status=410)


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
        "behind": behind_of(shown.edition) if shown.is_newest else None,
        "revisions": list(past_revisions(shown.edition)),
        "foreign": shown.language != get_language(),
    }
