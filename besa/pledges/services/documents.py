"""Documents: checked when they come, read by the worker in a limited process, fetched from the web by it alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import IO

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from besa.core.images import ImageRefused, check_upload, redraw
from besa.core.outward import Limits, OutwardError, Resolver, check_address, fetch, resolve_host
from besa.core.registries import page_readers
from besa.core.services import publish
from besa.people.models import User
from besa.pledges import document_files
from besa.pledges.documents import MAX_BYTES, MAX_LETTERS, DocumentRefused, ReadPage, looks_like_pdf, read_pdf
from besa.pledges.events import DocumentAdded, DocumentGivenUp, DocumentsForgotten
from besa.pledges.models import Document, DocumentPage
from besa.pledges.table_files import check_table, table_kind
from besa.pledges.web_pages import text_of_page

#: what a page may take: larger ones are refused rather than cut off
_LIMITS = Limits(connect=5, total=25, size=10_000_000)
#: how often a page is asked for before it is refused
_MAX_ATTEMPTS = 3
#: refused at once by what is wrong with the address
_FORBIDDEN = {"forbidden_address", "scheme", "credentials", "port", "malformed"}
_AGAIN_AFTER = timedelta(minutes=5)


def keep_document(
    *, file: IO[bytes], by: User | None, bare: bool = False, at: datetime | None = None, tables: bool = False
) -> Document:
    """Check an uploaded PDF or photo (or, with `tables`, CSV or XLSX), keep it as it is, and have it read.

    Of a `bare` one only what we draw of it is ever shown: a file tells more of its sender than its picture. Raises
    DocumentRefused or ImageRefused.
    """
    file.seek(0, 2)
    size = file.tell()
    if not size:
        raise DocumentRefused("empty")
    if size > MAX_BYTES:
        raise DocumentRefused("too_large")
    kind = _kind_of(file, size, tables)
    file.seek(0)
    content = file.read()
    key = document_files.new_key()
    document_files.write_original(key, content)
    now = at or timezone.now()
    with transaction.atomic():
        document = Document.objects.create(
            key=key,
            kind=kind,
            sha256=sha256(content).hexdigest(),
            bytes=size,
            taken_at=now,
            bare=bare,
            added_by=by,
            created_at=now,
        )
        publish(DocumentAdded(document=document.pk))
    return document


def _kind_of(file: IO[bytes], size: int, tables: bool) -> Document.Kind:
    """What was sent, by its bytes. Raises DocumentRefused or ImageRefused for what is not taken."""
    if looks_like_pdf(file):
        return Document.Kind.PDF
    table = table_kind(file, size) if tables else None
    if table:
        return Document.Kind(table)
    try:
        _check_photo(file)
    except DocumentRefused as refused:
        raise DocumentRefused("not_for_readers") if tables else refused from refused
    return Document.Kind.PHOTO


def _check_photo(file: IO[bytes]) -> None:
    """Raises ImageRefused; DocumentRefused for what is no photo either, as a PDF would do as well."""
    try:
        check_upload(file)
    except ImageRefused as refused:
        if refused.key == "not_a_photo":
            raise DocumentRefused("not_a_document") from refused
        raise


def keep_web_page(*, url: str, by: User | None) -> Document:
    """Have a page archived. Raises DocumentRefused for an address that could never be fetched."""
    try:
        check_address(url)
    except OutwardError as error:
        raise DocumentRefused("forbidden") from error
    with transaction.atomic():
        document = Document.objects.create(
            key=document_files.new_key(),
            kind=Document.Kind.WEB_PAGE,
            url=url,
            added_by=by,
            created_at=timezone.now(),
        )
        publish(DocumentAdded(document=document.pk))
    return document


def read_document(*, document_id: int, resolve: Resolver = resolve_host) -> None:
    """Read a waiting document. Worker only; may be run again at any point.

    `resolve` finds the addresses of a host, for the tests.
    """
    document = Document.objects.filter(pk=document_id).first()
    if document is None:
        return
    if document.state == Document.State.WAITING:
        _read(document, resolve)
    _delete_leftovers(document_id)


def _read(document: Document, resolve: Resolver) -> None:
    try:
        if document.kind == Document.Kind.WEB_PAGE and not document.taken_at:
            _fetch(document, resolve)
        _READ[document.kind](document)
    except ImageRefused as refused:
        _refuse(document, refused.key)
    except DocumentRefused as refused:
        _refuse(document, refused.key)
    except _NotNow:
        Document.objects.filter(pk=document.pk).update(attempts=document.attempts + 1)


def forget_documents(*, documents: Iterable[Document]) -> tuple[str, ...]:
    """Delete documents that nothing rests on, in the caller's transaction; give the keys of their files to delete.

    The files go by `document_files.delete_all` after the commit, and should the process die there, by the worker.
    """
    loose = [document.pk for document in documents]
    unused = Document.objects.filter(pk__in=loose, evidence=None, programme=None, replies=None, sessions=None)
    keys = tuple(unused.values_list("key", flat=True))
    if keys:
        Document.objects.filter(key__in=keys).delete()
        publish(DocumentsForgotten(keys=keys))
    return keys


def sweep_documents() -> int:
    """Try again what could not be fetched, or was lost with its task; how many. Runs regularly."""
    waiting = Document.objects.filter(
        state=Document.State.WAITING, created_at__lt=timezone.now() - _AGAIN_AFTER
    ).values_list("pk", flat=True)[:50]
    with transaction.atomic():
        for pk in waiting:
            async_task("besa.pledges.services.documents.read_document", document_id=pk)
    return len(waiting)


class _NotNow(Exception):
    """A server did not answer; it may the next time."""


def _fetch(document: Document, resolve: Resolver) -> None:
    """Take the page as it is now; it may be a PDF. Kept on the disk before the row says so."""
    try:
        answer = fetch(document.url, limits=_LIMITS, resolve=resolve)
    except OutwardError as error:
        if error.key in _FORBIDDEN:
            raise DocumentRefused("forbidden") from error
        if error.key == "too_large":
            raise DocumentRefused("too_large") from error
        raise _later(document) from error
    if answer.status in (404, 410):
        raise DocumentRefused("not_found")
    if not answer.ok:
        raise _later(document)
    document_files.write_original(document.key, answer.body)
    document.sha256 = sha256(answer.body).hexdigest()
    document.bytes = len(answer.body)
    document.media_type = answer.headers.get("content-type", "")[:80]
    document.taken_at = timezone.now()
    if answer.body[:1024].find(b"%PDF-") >= 0:
        document.kind = Document.Kind.PDF
    document.save(update_fields=["sha256", "bytes", "media_type", "taken_at", "kind"])


def _later(document: Document) -> Exception:
    """That the page is to be asked for again, or was asked for often enough."""
    return DocumentRefused("unreachable") if document.attempts + 1 >= _MAX_ATTEMPTS else _NotNow()


def _read_pdf(document: Document) -> None:
    source = document_files.original_path(document.key)
    if not source.exists():
        raise DocumentRefused("lost")
    pages = read_pdf(source, document_files.folder_of(document.key))
    _ready(document, [_with_letters(document, number, page) for number, page in enumerate(pages, 1)])


def _with_letters(document: Document, number: int, page: ReadPage) -> ReadPage:
    """A page; a scan with the letters that the first page reader finds in its picture, where there is any."""
    if page.text.strip():
        return page
    picture = document_files.page_path(document.key, number)
    found = (reader(picture).replace("\x00", "")[:MAX_LETTERS] for _key, reader in page_readers.all())
    return replace(page, text=next(filter(None, found), ""))


def _read_photo(document: Document) -> None:
    source = document_files.original_path(document.key)
    if not source.exists():
        raise DocumentRefused("lost")
    drawn = redraw(source=source, folder=document_files.folder_of(document.key), stem="photo")
    _ready(document, [], width=drawn.width, height=drawn.height)


def _delete_leftovers(pk: int) -> None:
    """Of what a citizen sent: the original of a photo that was drawn, and everything of a file that was refused."""
    document = Document.objects.filter(pk=pk, bare=True).first()
    if document is None:
        return
    if document.state == Document.State.REFUSED:
        document_files.delete_all(document.key)
    elif document.state == Document.State.READY and document.kind == Document.Kind.PHOTO:
        document_files.delete_original(document.key)


def _read_table(document: Document) -> None:
    source = document_files.original_path(document.key)
    if not source.exists():
        raise DocumentRefused("lost")
    check_table(source, document.kind)
    _ready(document, [])


def _read_web_page(document: Document) -> None:
    content = document_files.original_path(document.key).read_bytes()
    text = text_of_page(content, document.media_type)
    if not text:
        raise DocumentRefused("no_text")
    _ready(document, [ReadPage(text, 0, 0)])


_READ = {
    Document.Kind.PDF.value: _read_pdf,
    Document.Kind.PHOTO.value: _read_photo,
    Document.Kind.WEB_PAGE.value: _read_web_page,
    Document.Kind.CSV.value: _read_table,
    Document.Kind.XLSX.value: _read_table,
}


def _ready(document: Document, pages: list[ReadPage], **columns: int) -> None:
    with transaction.atomic():
        done = Document.objects.filter(pk=document.pk, state=Document.State.WAITING).update(
            state=Document.State.READY, pages_count=len(pages), **columns
        )
        if done:
            DocumentPage.objects.bulk_create(
                DocumentPage(
                    document=document, number=number, text=page.text, width=page.width, height=page.height
                )
                for number, page in enumerate(pages, 1)
            )
    if not done and not Document.objects.filter(pk=document.pk).exists():
        document_files.delete_all(document.key)  # forgotten while it was read


def _refuse(document: Document, reason: str) -> None:
    with transaction.atomic():
        done = Document.objects.filter(pk=document.pk, state=Document.State.WAITING).update(
            state=Document.State.REFUSED, refusal=reason
        )
        if done:
            publish(DocumentGivenUp(document=document.pk))
