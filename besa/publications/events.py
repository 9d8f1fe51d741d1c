"""What others may react to: a publication that is public, one that is so no more, a photo to draw."""

from __future__ import annotations

from dataclasses import dataclass

from besa.core.events import Event, event


@event("publications.photo_added")
@dataclass(frozen=True)
class PhotoAdded(Event):
    """A photo was uploaded; `photo` is a primary key."""

    photo: int


@event("publications.published")
@dataclass(frozen=True)
class EditionPublished(Event):
    """A language of a publication, or a new revision of it, is public; all are primary keys.

    `corrections` are those that this revision brings.
    """

    edition: int
    revision: int
    corrections: tuple[int, ...] = ()


@event("publications.withdrawn")
@dataclass(frozen=True)
class EditionWithdrawn(Event):
    """A language of a publication was withdrawn; `edition` is a primary key."""

    edition: int


@event("publications.rendition_ordered")
@dataclass(frozen=True)
class RenditionOrdered(Event):
    """Somebody asked for a file that is not made yet; `rendition` is a primary key."""

    rendition: int
