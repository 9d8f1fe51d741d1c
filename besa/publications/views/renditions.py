"""Files to take along: asked for on a page, made in the background, then downloaded from addresses that stay."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from besa.core.context_processors import brand_of
from besa.core.device import device_of, set_device_cookie
from besa.core.fragments import render_page
from besa.core.throttling import Bucket, take
from besa.core.views.made_files import made_file
from besa.publications.outputs.formats import Format, format_of_name
from besa.publications.queries.renditions import (
    WantedFiles,
    being_made,
    files_offered,
    offered_rendition,
    path_of,
)
from besa.publications.services.renditions import order_rendition
from besa.publications.views.loading import edition_for
from besa.publications.views.public import shown_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """The files of a published revision in the page's language, and how far they are. POST orders one of a `format`."""
    wanted = _published(request, slug, version)
    return _page(request, wanted, "publications/files.html")


@require_http_methods(["GET", "HEAD", "POST"])
def draft_files(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The same for a draft, for who may write or review it; each file says that it is one."""
    at = edition_for(request, slug, language)
    wanted = WantedFiles(at.edition, None, at.edition.language, brand_of(request).key)
    return _page(request, wanted, "publications/draft_files.html")


@require_safe
def rendition(request: HttpRequest, slug: str, version: int, rendition_name: str) -> HttpResponseBase:
    """A file of a published revision. It never changes, except in its looks."""
    format_, language = format_of_name(rendition_name)
    wanted = _published(request, slug, version, language)
    return _file(request, wanted, format_, cache="public, max-age=300")


@require_safe
def draft_file(request: HttpRequest, slug: str, language: str, rendition_name: str) -> HttpResponseBase:
    """A file of a draft, for who may write or review it."""
    at = edition_for(request, slug, language)
    format_, of_name = format_of_name(rendition_name)
    wanted = WantedFiles(at.edition, None, of_name, brand_of(request).key)
    return _file(request, wanted, format_, cache="private, no-store")


def _published(request: HttpRequest, slug: str, version: int, language: str = "") -> WantedFiles:
    """What is asked for of what is public; Http404 for what is withdrawn, and for another language than the one that
    an address names."""
    shown = shown_or_404(slug, version, language)
    if shown.withdrawn or (language and language != shown.language):
        raise Http404
    return WantedFiles(shown.edition, shown.revision, shown.language, brand_of(request).key)


def _page(request: HttpRequest, wanted: WantedFiles, template: str) -> HttpResponse:
    if request.method == "POST":
        return _ordered(request, wanted)
    offered = files_offered(wanted)
    context: dict[str, Any] = {"wanted": wanted, "files": offered, "making": being_made(offered)}
    return render_page(request, template, "made", {**context, "here": request.path})


def _ordered(request: HttpRequest, wanted: WantedFiles) -> HttpResponse:
    """Order a file, unless somebody orders more than anybody needs; then show how far it is."""
    chosen = request.POST.get("format", "")
    if chosen not in {format_.key for format_ in wanted.formats}:
        raise Http404
    device = Bucket(f"rendition:device:{device_of(request)}", per_hour=30, capacity=30)
    if take(device, Bucket("rendition:all", per_hour=400, capacity=200)):
        order_rendition(wanted=wanted, format=chosen)
    else:
        messages.warning(request, gettext("Many of these are being made. Try again in some minutes."))
    return set_device_cookie(redirect(request.path), request)


def _file(request: HttpRequest, wanted: WantedFiles, format_: Format, *, cache: str) -> HttpResponseBase:
    found = offered_rendition(wanted, format_)
    path = path_of(found) if found else None
    return made_file(
        request,
        path,
        key=found.key if found else "",
        content_type=format_.media_type,
        filename=f"{wanted.edition.publication.slug}-{path.name}" if path else "",
        cache=cache,
    )
