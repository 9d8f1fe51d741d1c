"""Addresses of photos: lasting for what everybody may see, signed and short-lived for what few may."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from besa.core.images.redrawing import EXTENSION, SIZES
from besa.reports.models import Photo

SIGNED_VALID = timedelta(minutes=15)
_SALT = "besa.reports.photo"


def photo_url(photo: Photo, size: str, *, signed: bool = False) -> str:
    """Address of one size of a drawn photo.

    `signed` for a page that has already made sure that its reader may see a report that is not public: the
    reporter's private link, the municipality's desk. It opens for 15 minutes.
    """
    name = f"{photo.key}-{photo.version}-{size}"
    url = reverse("reports-data:photo", args=[photo.key, photo.version, size])
    return f"{url}?t={signing.dumps(name, salt=_SALT)}" if signed else url


def opens(token: str, key: str, version: int, size: str) -> bool:
    """True for a token made for this very file that has not run out."""
    try:
        named = signing.loads(token, salt=_SALT, max_age=SIGNED_VALID)
    except signing.BadSignature:
        return False
    return bool(named == f"{key}-{version}-{size}")


def drawn_size(photo: Photo, size: str) -> tuple[int, int]:
    """Width and height in pixels of one size of a drawn photo, for `width` and `height` attributes."""
    longest = max(photo.width, photo.height, 1)
    scale = min(1.0, SIZES[size] / longest)
    return max(1, round(photo.width * scale)), max(1, round(photo.height * scale))


__all__ = ["EXTENSION", "SIZES", "drawn_size", "opens", "photo_url"]
