"""Addresses of the photos that everybody may see, of many reports at once, for programs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from besa.core.brands import DEFAULT
from besa.core.links import site_address
from besa.reports.models import Photo, Update

_KEY = "0" * 32


@dataclass(frozen=True)
class PublicPhoto:
    """A photo by its absolute addresses. Width and height in pixels are those of the picture that was sent."""

    large: str
    thumb: str
    width: int
    height: int
    by_official: bool


def photos_of_reports(ids: Collection[int]) -> dict[int, list[PublicPhoto]]:
    """Photos by report, which must be public, in their order. One query."""
    seen = Q(update=None) | Q(update__audience=Update.Audience.PUBLIC)
    photos = Photo.objects.filter(seen, report__in=ids, state=Photo.State.READY).order_by("position", "pk")
    return _by_owner(photos.values_list("report_id", *_FIELDS))


def photos_of_updates(ids: Collection[int]) -> dict[int, list[PublicPhoto]]:
    """Photos by update, which must be public, in their order. One query, none for no updates."""
    if not ids:
        return {}
    photos = Photo.objects.filter(update__in=ids, state=Photo.State.READY).order_by("position", "pk")
    return _by_owner(photos.values_list("update_id", *_FIELDS))


_FIELDS = ("key", "version", "width", "height", "by_official")


def _by_owner(rows: Collection[tuple[int, str, int, int, int, bool]]) -> dict[int, list[PublicPhoto]]:
    found: dict[int, list[PublicPhoto]] = {}
    if not rows:
        return found
    large, thumb = _address("large"), _address("thumb")
    for owner, key, version, width, height, by_official in rows:
        file = f"{key}-{version}"
        found.setdefault(owner, []).append(
            PublicPhoto(large.format(file), thumb.format(file), width, height, by_official)
        )
    return found


def _address(size: str) -> str:
    """Address of a photo with a gap: putting it together anew for each would take longer than the query."""
    address = site_address(DEFAULT.key) + reverse("reports-data:photo", args=[_KEY, 0, size])
    return address.replace(f"{_KEY}-0", "{}")
