"""Archived files for the monitors of the organisation that keeps them: pictures of pages, photos, the file itself."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from besa.core.images import SIZES
from besa.people.permissions import require, standing_of
from besa.pledges import document_files
from besa.pledges.models import Document, Mandate, Session
from besa.pledges.models.contributions import SEEN
from besa.pledges.permissions import MONITOR

_ENDINGS = {Document.Kind.PDF: "pdf", Document.Kind.WEB_PAGE: "html"}


@require_safe
def page_picture(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """The picture of one page of a PDF."""
    document = _document_for(request, key)
    return as_archived(document_files.page_path(document.key, number), "image/webp")


@require_safe
def photo(request: HttpRequest, key: str, size: str) -> HttpResponseBase:
    """One size of a photo."""
    document = _document_for(request, key)
    if size not in SIZES:
        raise Http404
    return as_archived(document_files.photo_path(document.key, size), "image/webp")


@require_safe
def original(request: HttpRequest, key: str) -> HttpResponseBase:
    """The file as it came, to be saved and never to be opened on our pages. A photo is only shown as drawn by us."""
    document = _document_for(request, key)
    if Document.Kind(document.kind) not in _ENDINGS:
        raise Http404
    return _as_it_came(document)


def sent_file(document: Document) -> HttpResponseBase:
    """A document for somebody outside the organisation: as it came, a photo as drawn by us.

    Of what a citizen sent only pictures are shown: a file may say who wrote it.
    """
    if document.kind == Document.Kind.PHOTO:
        return as_archived(document_files.photo_path(document.key, "large"), "image/webp")
    if document.bare:
        raise Http404
    return _as_it_came(document)


def _as_it_came(document: Document) -> HttpResponseBase:
    name = f"{document.sha256[:12]}.{_ENDINGS[Document.Kind(document.kind)]}"
    return as_archived(document_files.original_path(document.key), "application/octet-stream", name)


def as_archived(path: Path, content_type: str, save_as: str = "") -> HttpResponseBase:
    """A file of a stranger, with headers under which it can be nothing but what we say."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type=content_type, as_attachment=bool(save_as), filename=save_as)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _document_for(request: HttpRequest, key: str) -> Document:
    """A document of a mandate that one of the person's organisations monitors, whichever way it is used there."""
    require(request.user, MONITOR)
    document = get_object_or_404(Document, key=key, state=Document.State.READY)
    own = standing_of(request.user).organisations_for(MONITOR)
    mandates = Mandate.objects.filter(monitored_by__in=[one.pk for one in own])
    used = (
        Session.objects.filter(body__monitored_by__in=own, documents=document).exists()
        or mandates.filter(programmes__document=document).exists()
        or mandates.filter(pledges__evidence__documents=document).exists()
        or mandates.filter(
            pledges__contributions__documents=document, pledges__contributions__state__in=SEEN
        ).exists()
        or mandates.filter(rounds__reply_request__replies__documents=document).exists()
    )
    if not used:
        raise Http404
    return document
