"""Photos and files of a publication, for those who choose among them."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from besa.publications.models import Attachment, Photo, Publication


def photos_of(publication: Publication) -> tuple[tuple[str, str], ...]:
    """Key and words of each photo that may still be shown, newest first."""
    rows = Photo.objects.filter(publication=publication).exclude(state=Photo.State.REFUSED)
    return tuple(
        (photo.key, _("Photo of %(moment)s") % {"moment": date_format(photo.added_at, "DATETIME_FORMAT")})
        for photo in rows
    )


def files_of(publication: Publication) -> tuple[tuple[str, str], ...]:
    """Uid and words of each file, newest first."""
    rows = Attachment.objects.filter(publication=publication).select_related("document")
    return tuple(
        (one.uid, _("File of %(moment)s") % {"moment": date_format(one.added_at, "DATETIME_FORMAT")})
        for one in rows
    )
