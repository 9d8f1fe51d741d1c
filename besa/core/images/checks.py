"""What a photo must be before we keep it: looked at in the request, so nothing here decodes a pixel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Final

from django.utils.translation import gettext_lazy as _

from besa.core.images.containers import BrokenContainer, kind_of, read_header
from besa.core.refusing import Refused

MAX_BYTES: Final = 12 * 1024 * 1024
MAX_PIXELS: Final = 50_000_000
MAX_SIDE: Final = 20_000
#: for the `accept` attribute of a file field
ACCEPT: Final = "image/jpeg,image/png,image/webp,image/heic,image/heif"

#: why a photo is refused: stored key → what the person reads
REASONS: Final = {
    "empty": _("This file is empty. Choose the photo again."),
    "too_large": _("This file is larger than 12 MB. Send a smaller photo."),
    "not_a_photo": _("This file is not a photo that we can read. Send a JPEG, PNG, WebP or HEIC photo."),
    "too_many_pixels": _(
        "This photo has too many pixels. Send one with at most 50 megapixels, such as a screenshot of it."
    ),
    "damaged": _("This photo is damaged or incomplete. Take it again, or send another one."),
    "too_much_work": _("This photo takes too long to open. Send a screenshot of it, or another photo."),
    "lost": _("This photo did not arrive. Send it again."),
    "too_many": _("There are already 6 photos. Remove one before you add another."),
}


@dataclass(frozen=True)
class Checked:
    """A photo that may be kept. Pixels as stored, before any rotation."""

    format: str
    width: int
    height: int
    bytes: int


class ImageRefused(Refused):
    """A file that is not kept."""

    reasons = REASONS


def check_upload(file: IO[bytes]) -> Checked:
    """Type, size and pixel count of an uploaded file, by its bytes and never by its name.

    The file is read from its start and left there. Raises ImageRefused.
    """
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    if size == 0:
        raise ImageRefused("empty")
    if not kind_of(file.read(64)):
        raise ImageRefused("not_a_photo")
    if size > MAX_BYTES:
        raise ImageRefused("too_large")
    file.seek(0)
    data = file.read()
    file.seek(0)
    try:
        header = read_header(memoryview(data))
    except BrokenContainer as error:
        raise ImageRefused("damaged") from error
    if min(header.width, header.height) < 1:
        raise ImageRefused("damaged")
    if header.width * header.height > MAX_PIXELS or max(header.width, header.height) > MAX_SIDE:
        raise ImageRefused("too_many_pixels")
    return Checked(header.format, header.width, header.height, size)
