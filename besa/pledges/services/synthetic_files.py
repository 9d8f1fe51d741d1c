"""Archived pages and photos of made-up mandates: real files, as every page links to them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from PIL import Image

from besa.core.images import redraw
from besa.core.images.redrawing import SIZES
from besa.pledges import document_files
from besa.pledges import synthetic_texts as texts
from besa.pledges.models import Document, DocumentPage
from besa.pledges.synthetic import Office

#: for so many pledges each site has a page, and at least so many; and a list has so many photos
_PLEDGES_A_PAGE, _FEWEST_PAGES, _PHOTOS = 16, 2, 4
_SIZE = (1600, 1200)


@dataclass(frozen=True)
class Photo:
    """A picture that was drawn once: its document, whose files the others copy."""

    key: str
    width: int
    height: int


@dataclass(frozen=True)
class Archive:
    """What a mandate's evidence rests on."""

    programme: Document
    pages: list[Document]
    photos: list[Document]


def keep_photo() -> Photo:
    """Draw a picture as a photo that came is drawn: sky above, ground below. Takes a second."""
    key = document_files.new_key()
    with TemporaryDirectory() as folder:
        source = Path(folder) / "photo.jpg"
        picture = Image.linear_gradient("L").resize(_SIZE)
        Image.merge("RGB", (picture, picture.point(lambda value: 255 - value // 2), picture)).save(source)
        document_files.write_original(key, source.read_bytes())
        drawn = redraw(source=source, folder=document_files.folder_of(key), stem="photo")
    return Photo(key, drawn.width, drawn.height)


def keep_archive(office: Office, pledges: int, photo: Photo) -> Archive:
    """The archived files of a mandate. The files come first: no row tells of one that is not there."""
    at = datetime.combine(office.frozen_on, time(10), UTC)
    wanted = len(texts.SITES) * max(_FEWEST_PAGES, pledges // _PLEDGES_A_PAGE)
    pages = [*_pages(office, wanted, at)]
    photos = [_photo(photo, at) for _ in range(_PHOTOS)]
    with transaction.atomic():
        kept = Document.objects.bulk_create([*(page for page, _ in pages), *photos])
        DocumentPage.objects.bulk_create(
            DocumentPage(document=page, number=1, text=text) for page, text in pages
        )
    return Archive(kept[0], kept[1 : wanted + 1], kept[wanted + 1 :])


def _pages(office: Office, wanted: int, at: datetime) -> Iterator[tuple[Document, str]]:
    """The programme, then pages of different sites in turns."""
    town = office.municipality.slug
    for row in range(wanted + 1):
        site = texts.SITES[row % len(texts.SITES)] if row else "programi"
        text = f"{office.municipality.name}, {office.name}: {site} {row}. {texts.REPLY_ON_ALL}"
        content = f"<!doctype html><meta charset=utf-8><title>{site}</title><p>{text}</p>".encode()
        key = document_files.new_key()
        document_files.write_original(key, content)
        yield (
            Document(
                key=key,
                kind=Document.Kind.WEB_PAGE,
                state=Document.State.READY,
                sha256=sha256(content).hexdigest(),
                bytes=len(content),
                media_type="text/html; charset=utf-8",
                url=f"https://{site}.{town}.example/{office.starts.year}/{row}",
                taken_at=at,
                pages_count=1,
                created_at=at,
            ),
            text,
        )


def _photo(photo: Photo, at: datetime) -> Document:
    key = document_files.new_key()
    original = document_files.original_path(photo.key).read_bytes()
    document_files.write_original(key, original)
    for size in SIZES:
        shutil.copyfile(document_files.photo_path(photo.key, size), document_files.photo_path(key, size))
    return Document(
        key=key,
        kind=Document.Kind.PHOTO,
        state=Document.State.READY,
        sha256=sha256(original).hexdigest(),
        bytes=len(original),
        taken_at=at,
        width=photo.width,
        height=photo.height,
        created_at=at,
    )
