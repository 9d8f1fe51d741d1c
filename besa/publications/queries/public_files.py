"""Photos and files that a published text shows. What only a draft shows, nobody may fetch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.urls import reverse

from besa.core.links import site_address
from besa.pledges import document_files
from besa.pledges.models import Document
from besa.publications.composing import Shelf
from besa.publications.manuscript import File
from besa.publications.manuscript import Photo as ShownPhoto
from besa.publications.models import Attachment, Edition, Photo, Publication, Revision
from besa.publications.photo_files import photo_path

#: kind of an attached document → ending and type of what readers get
SENT_AS: Final = {
    Document.Kind.PDF: ("pdf", "application/pdf"),
    Document.Kind.PHOTO: ("webp", "image/webp"),
    Document.Kind.CSV: ("csv", "text/csv"),
    Document.Kind.XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def shelf_of(publication: Publication, brand: str) -> Shelf:
    """Every photo and file of a work that is ready, with its public address."""
    photos = Photo.objects.filter(publication=publication, state=Photo.State.READY)
    files = Attachment.objects.filter(publication=publication).select_related("document")
    site = site_address(brand)
    return Shelf(
        photos={one.key: _photo(one, site) for one in photos},
        files={one.uid: _file(one, site) for one in files if one.document.state == Document.State.READY},
    )


def public_photo(key: str) -> Photo | None:
    """A photo that a public edition shows, now or in an earlier published revision."""
    found = Photo.objects.filter(key=key, state=Photo.State.READY).first()
    return found if found and key in _used(found.publication_id, "photo") else None


def public_file(uid: str) -> Attachment | None:
    """A file that a public edition offers, now or in an earlier published revision."""
    rows = Attachment.objects.filter(uid=uid, document__state=Document.State.READY).select_related("document")
    found = rows.first()
    return found if found and uid in _used(found.publication_id, "file") else None


@dataclass(frozen=True)
class Sent:
    """What readers get of a file, and how it is called; of a photo only what we have drawn."""

    path: Path
    ending: str
    media_type: str


def sent_of(document: Document) -> Sent:
    """What is sent of a document that is ready."""
    ending, media_type = SENT_AS[Document.Kind(document.kind)]
    is_photo = document.kind == Document.Kind.PHOTO
    path = document_files.photo_path(document.key, "large") if is_photo else None
    return Sent(path or document_files.original_path(document.key), ending, media_type)


def _used(publication: int, kind: str) -> set[str]:
    public = Edition.objects.filter(
        publication=publication, public_revision__isnull=False, withdrawn_at__isnull=True
    )
    revisions = Revision.objects.filter(edition__in=public, occasion=Revision.Occasion.PUBLISHED)
    contents: Iterable[dict[str, list[dict[str, dict[str, str]]]]] = revisions.values_list(
        "content", flat=True
    )
    return {
        str(block["data"]["file"])
        for content in contents
        for block in content["blocks"]
        if str(block["kind"]) == kind
    }


def _photo(photo: Photo, site: str) -> ShownPhoto:
    return ShownPhoto(
        path=photo_path(photo.key, "large"),
        width=photo.width,
        height=photo.height,
        alt="",
        credit="",
        address=site + reverse("publications-data:photo", args=[photo.key, "large"]),
        key=photo.key,
    )


def _file(attachment: Attachment, site: str) -> File:
    document = attachment.document
    sent = sent_of(document)
    try:
        size = sent.path.stat().st_size
    except FileNotFoundError:
        size = 0
    address = site + reverse("publications-data:file", args=[attachment.uid])
    return File(title="", address=address, size=size, sha256=document.sha256, form=sent.ending.upper())
