"""What others may react to: a document to read, a list that was frozen, ratings that were published."""

from __future__ import annotations

from dataclasses import dataclass

from besa.core.events import Event, event


@event("pledges.document_added")
@dataclass(frozen=True)
class DocumentAdded(Event):
    """A file was uploaded, or a page is to be fetched; `document` is a primary key."""

    document: int


@event("pledges.document_refused")
@dataclass(frozen=True)
class DocumentGivenUp(Event):
    """A file could not be read after all; `document` is a primary key."""

    document: int


@event("pledges.documents_forgotten")
@dataclass(frozen=True)
class DocumentsForgotten(Event):
    """Documents were deleted; their files are named by `keys` and may still be there."""

    keys: tuple[str, ...]


@event("pledges.list_frozen")
@dataclass(frozen=True)
class ListFrozen(Event):
    """A list of pledges was frozen; `baseline` is a primary key."""

    baseline: int


@event("pledges.round_published")
@dataclass(frozen=True)
class RoundPublished(Event):
    """The ratings of a round are public; `ratings` are primary keys."""

    round: int
    ratings: tuple[int, ...]


@event("pledges.rating_corrected")
@dataclass(frozen=True)
class RatingCorrected(Event):
    """A rating was corrected; `rating` is the new one's primary key."""

    rating: int
