"""Photos and files of a publication: checked when they come, drawn or read by the worker in a limited process."""

from __future__ import annotations

from datetime import timedelta
from typing import IO

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from besa.core.images import ImageRefused, check_upload, redraw
from besa.core.services import publish
from besa.people.models import User
from besa.pledges.services.documents import keep_document
from besa.pledges.uids import new_uid
from besa.publications import photo_files
from besa.publications.events import PhotoAdded
from besa.publications.models import Attachment, Photo, Publication

_AGAIN_AFTER = timedelta(minutes=5)


def add_photo(*, publication: Publication, file: IO[bytes], by: User | None) -> Photo:
    """Check an uploaded photo, keep it, and have it drawn. Raises ImageRefused."""
    check_upload(file)
    key = photo_files.write_sent(file)
    with transaction.atomic():
        photo = Photo.objects.create(publication=publication, key=key, added_by=by, added_at=timezone.now())
        publish(PhotoAdded(photo=photo.pk))
    return photo


def draw_photo(*, photo_id: int) -> None:
    """Draw a waiting photo in all sizes, or refuse it; what was sent, with its metadata, is deleted.

    Worker only: takes about a second. May be run again at any point.
    """
    photo = Photo.objects.filter(pk=photo_id, state=Photo.State.WAITING).first()
    if photo is None:
        return
    source = photo_files.sent_path(photo.key)
    waiting = Photo.objects.filter(pk=photo.pk, state=Photo.State.WAITING)
    try:
        if not source.exists():
            raise ImageRefused("lost")
        drawn = redraw(source=source, folder=photo_files.folder_of(photo.key), stem="photo")
    except ImageRefused as refused:
        waiting.update(state=Photo.State.REFUSED, refusal=refused.key)
    else:
        waiting.update(state=Photo.State.READY, width=drawn.width, height=drawn.height)
    source.unlink(missing_ok=True)


def sweep_photos() -> int:
    """Draw again what was lost with its task; how many. Runs regularly."""
    old = timezone.now() - _AGAIN_AFTER
    waiting = Photo.objects.filter(state=Photo.State.WAITING, added_at__lt=old).values_list("pk", flat=True)[
        :50
    ]
    with transaction.atomic():
        for pk in waiting:
            async_task("besa.publications.services.files.draw_photo", photo_id=pk)
    return len(waiting)


def add_attachment(*, publication: Publication, file: IO[bytes], by: User | None) -> Attachment:
    """Keep a file for readers. Raises DocumentRefused or ImageRefused."""
    document = keep_document(file=file, by=by, tables=True)
    return Attachment.objects.create(
        publication=publication, uid=new_uid(), document=document, added_at=timezone.now()
    )
