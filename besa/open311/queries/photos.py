"""Addresses of the photos that everybody may see, of many reports at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse

from besa.core.brands import DEFAULT
from besa.core.links import site_address
from besa.reports.models import Photo, Update

_KEY, _SIZE = "0" * 32, "large"


@dataclass
class PhotoUrls:
    """Of one report: `first` is what the reporter sent first, `all` holds the municipality's photos too."""

    first: str | None = None
    all: list[str] = field(default_factory=list)


def photo_urls_of_reports(ids: Collection[int]) -> dict[int, PhotoUrls]:
    """Addresses by report, which must be public. One query."""
    seen = Q(update=None) | Q(update__audience=Update.Audience.PUBLIC)
    photos = Photo.objects.filter(seen, report__in=ids, state=Photo.State.READY).order_by("position", "pk")
    urls: dict[int, PhotoUrls] = {}
    address = _address()
    for report_id, key, version, by_official in photos.values_list(
        "report_id", "key", "version", "by_official"
    ):
        of_report = urls.setdefault(report_id, PhotoUrls())
        url = address.replace(f"{_KEY}-0", f"{key}-{version}")
        of_report.all.append(url)
        if not by_official and of_report.first is None:
            of_report.first = url
    return urls


def photo_urls_of_updates(ids: Collection[int]) -> dict[int, str]:
    """Address of the first photo by update, which must be public. One query."""
    photos = Photo.objects.filter(update__in=ids, state=Photo.State.READY).order_by("-position", "-pk")
    address = _address()
    return {
        update_id: address.replace(f"{_KEY}-0", f"{key}-{version}")
        for update_id, key, version in photos.values_list("update_id", "key", "version")
        if update_id
    }


def _address() -> str:
    """Address of a photo that does not exist: putting it together anew for each would take longer than the query."""
    return site_address(DEFAULT.key) + reverse("reports-data:photo", args=[_KEY, 0, _SIZE])
