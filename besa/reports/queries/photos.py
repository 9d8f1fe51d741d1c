"""Reads about photos."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from besa.reports.models import Photo, Update
from besa.reports.models.report import Visibility


@dataclass(frozen=True)
class DrawnPhoto:
    """A photo that is ready to be seen, and whether everybody may."""

    is_public: bool


def drawn_photo(key: str, version: int, *, only_public: bool) -> DrawnPhoto | None:
    """A drawn photo in its current version; None for one that waits, was refused or is hidden."""
    row = (
        Photo.objects.filter(key=key, version=version, state=Photo.State.READY)
        .exclude(report__visibility=Visibility.ERASED)
        .values_list("report__visibility", "update__audience")
        .first()
    )
    if row is None:
        return None
    visibility, audience = row
    is_public = visibility == Visibility.PUBLIC and audience in (None, Update.Audience.PUBLIC)
    return DrawnPhoto(is_public) if is_public or not only_public else None


def public_photos(report_id: int) -> list[Photo]:
    """Photos of a public report that everybody may see, in their order."""
    return list(
        Photo.objects.filter(
            report_id=report_id, state=Photo.State.READY, report__visibility=Visibility.PUBLIC
        )
        .filter(Q(update=None) | Q(update__audience=Update.Audience.PUBLIC))
        .order_by("position", "pk")
    )
