"""Archived files for everybody: as they came, to keep, or as pictures of their pages, to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from besa.pledges import document_files
from besa.pledges.models import Document
from besa.pledges.queries.public_documents import public_document

#: of each kind: the ending of its file and its type. A web page is sent as text, so that no browser runs it
_TYPES: Final = {
    Document.Kind.PDF: ("pdf", "application/pdf"),
    Document.Kind.WEB_PAGE: ("html.txt", "text/plain; charset=utf-8"),
}
_DAY = 86_400


@require_safe
def original(request: HttpRequest, key: str) -> HttpResponseBase:
    """The file as it came, as a download. Of a photo only the re-drawn one: the other may say where it was taken.

    Of a document that a citizen sent only its pages are shown, for it may say who wrote it.
    """
    document = _public(key)
    if document.kind not in _TYPES or document.bare:
        raise Http404
    ending, content_type = _TYPES[Document.Kind(document.kind)]
    name = f"{document.sha256[:16]}.{ending}"
    return _sent(document_files.original_path(key), content_type, name)


@require_safe
def page(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """The picture of one page."""
    _public(key)
    return _sent(document_files.page_path(key, number), "image/webp")


@require_safe
def photo(request: HttpRequest, key: str, size: str) -> HttpResponseBase:
    """One size of a re-drawn photo."""
    _public(key)
    return _sent(document_files.photo_path(key, size), "image/webp")


def _public(key: str) -> Document:
    document = public_document(key)
    if document is None:
        raise Http404
    return document


def _sent(path: Path, content_type: str, name: str = "") -> FileResponse:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type=content_type, as_attachment=bool(name), filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"public, max-age={_DAY}"
    return response
