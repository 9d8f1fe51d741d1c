"""Photos: kept as sent, attached to a report, re-drawn by the worker, and only then seen by anybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import IO

from django.core import signing
from django.db import transaction
from django.utils import timezone

from besa.core.images import ImageRefused, check_upload, gps_of, redraw
from besa.reports import photo_files
from besa.reports.events import PhotoRefused, PhotoUploaded
from besa.reports.models import Photo, Report, Update
from besa.reports.services.showing import note_public_change
from besa.reports.services.telling import enter, have_drawn, tell

MAX_PHOTOS = 6
#: how long a form may lie open, or come back, and still have its photos
UPLOAD_VALID = timedelta(hours=12)
#: files nobody attached; longer than they are valid, so that none is taken from under a form
INCOMING_KEPT = timedelta(hours=24)
_SALT = "besa.reports.kept-upload"


@dataclass(frozen=True)
class KeptUpload:
    """A photo that was sent and waits for its report.

    `token` goes into the form that comes back with errors. `position` is where the photo was taken (degrees),
    read when it arrived.
    """

    key: str
    position: tuple[float, float] | None = None

    @property
    def token(self) -> str:
        """What brings this upload back; worth nothing once it is attached or too old."""
        return signing.Signer(salt=_SALT).sign(self.key)


def keep_upload(file: IO[bytes]) -> KeptUpload:
    """Check an uploaded file and keep it on the disk, outside any transaction. Raises ImageRefused."""
    check_upload(file)
    position = gps_of(file)
    return KeptUpload(photo_files.write_incoming(file), position)


def kept_upload(token: str) -> KeptUpload | None:
    """The upload of a token, or None when it is forged, too old, attached already or gone."""
    try:
        key = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    if not photo_files.is_incoming(key, UPLOAD_VALID) or Photo.objects.filter(key=key).exists():
        return None
    with photo_files.incoming_path(key).open("rb") as file:
        return KeptUpload(key, gps_of(file))


def forget_uploads(*, uploads: Iterable[KeptUpload]) -> None:
    """Delete uploads that the person took away again."""
    for upload in uploads:
        if not Photo.objects.filter(key=upload.key).exists():
            photo_files.delete_all(upload.key)


def attach_photos(
    *,
    report: Report,
    update: Update | None = None,
    uploads: Sequence[KeptUpload],
    by_official: bool,
) -> list[Photo]:
    """Put kept uploads on a report, in the caller's transaction; the worker draws them after its commit.

    A report takes six photos, and each official answer six more. Raises ImageRefused("too_many") beyond that.
    """
    beside = Photo.objects.filter(report=report, by_official=by_official)
    if by_official:
        beside = beside.filter(update=update)
    there = beside.exclude(state=Photo.State.REFUSED).count()
    if there + len(uploads) > MAX_PHOTOS:
        raise ImageRefused("too_many")
    photos = [
        Photo.objects.create(
            key=upload.key,
            report=report,
            update=update,
            by_official=by_official,
            position=there + number,
            created_at=timezone.now(),
        )
        for number, upload in enumerate(uploads)
    ]
    for photo in photos:
        have_drawn(photo, PhotoUploaded(photo=photo.pk))
    if photos:
        _record(photos[0], "photos.added", "official" if by_official else "reporter", photos=len(photos))
    return photos


def draw_photo(*, photo_id: int) -> None:
    """Draw a waiting photo in all sizes and show it, or refuse it. Worker only: takes about a second.

    May be run again at any point: a version's files are written before the row names them, and
    whatever no row names is deleted at the end.
    """
    photo = Photo.objects.select_related("report", "update").filter(pk=photo_id).first()
    if photo is None:
        return
    if photo.state == Photo.State.WAITING:
        _draw(photo)
        photo = Photo.objects.filter(pk=photo_id).first() or photo
    _delete_leftovers(photo)


def draw_photo_by_number(photo_id: int) -> None:
    """The same for a task of its own, which has no event: a photo of a practice report."""
    draw_photo(photo_id=photo_id)


def _draw(photo: Photo) -> None:
    version = photo.version + 1
    incoming = photo_files.incoming_path(photo.key)
    source = incoming if incoming.exists() else photo_files.master_path(photo.key, photo.version)
    try:
        if not source.exists():
            raise ImageRefused("lost")
        drawn = redraw(
            source=source,
            folder=photo_files.folder_of(photo.key),
            stem=photo_files.stem_of(photo.key, version),
            blurred=photo.blurred,
        )
    except ImageRefused as refused:
        _refuse(photo, refused.key)
        return
    with transaction.atomic():
        done = Photo.objects.filter(pk=photo.pk, state=Photo.State.WAITING, version=photo.version).update(
            state=Photo.State.READY, version=version, width=drawn.width, height=drawn.height
        )
        if done and (photo.update is None or photo.update.audience == Update.Audience.PUBLIC):
            note_public_change(photo.report_id)
    if not done and not Photo.objects.filter(pk=photo.pk).exists():
        photo_files.delete_all(photo.key)  # erased while it was drawn


def _refuse(photo: Photo, reason: str) -> None:
    with transaction.atomic():
        refused = Photo.objects.filter(pk=photo.pk, state=Photo.State.WAITING, version=photo.version).update(
            state=Photo.State.REFUSED, refusal=reason
        )
        if refused:
            _record(photo, "photos.refused", "system", reason=reason)
            tell(photo.report, PhotoRefused(photo=photo.pk))


def _delete_leftovers(photo: Photo) -> None:
    if photo.state in (Photo.State.READY, Photo.State.HIDDEN):
        photo_files.incoming_path(photo.key).unlink(missing_ok=True)
        photo_files.delete_drawn(photo.key, but=photo.version)
    elif photo.state == Photo.State.REFUSED:
        photo_files.delete_all(photo.key)


def sweep_uploads() -> int:
    """Delete uploads that no report took, a day after they came; how many. Run regularly by the worker."""
    swept = 0
    for key in list(photo_files.incoming_older_than(INCOMING_KEPT)):
        if not Photo.objects.filter(key=key, state=Photo.State.WAITING).exists():
            photo_files.incoming_path(key).unlink(missing_ok=True)
            swept += 1
    return swept


def _record(photo: Photo, verb: str, role: str, **public: str | int) -> None:
    """One line of the ledger: that something happened to photos of a report, never which place it is at."""
    enter(
        photo.report,
        verb=verb,
        role=role,
        municipality="",
        public={"uid": photo.report.uid, **public},
    )
