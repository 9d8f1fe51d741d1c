"""Revisions: an edition is kept as it was, before much of it changes and whenever people stand for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Max

from besa.people.models import User
from besa.publications.models import Edition, Revision
from besa.publications.queries.contents import content_of, digest_of_content

#: somebody who goes on writing does not make a revision with every word
SAVE_POINT_EVERY: Final = timedelta(minutes=15)


def keep_revision(
    *,
    edition: Edition,
    occasion: str,
    content: dict[str, Any],
    by: User | None,
    at: datetime,
    figures: list[dict[str, Any]] | None = None,
) -> Revision:
    """Append a revision, in the caller's transaction, which holds the edition's row; a published one is the next
    version that everybody reads."""
    newest = Revision.objects.filter(edition=edition).aggregate(number=Max("number"), version=Max("version"))
    is_public = occasion == Revision.Occasion.PUBLISHED
    return Revision.objects.create(
        edition=edition,
        number=(newest["number"] or 0) + 1,
        version=(newest["version"] or 0) + 1 if is_public else None,
        occasion=occasion,
        content=content,
        digest=digest_of_content(content),
        figures=figures or [],
        as_of=at if is_public else None,
        made_at=at,
        made_by=by,
    )


def keep_save_point(edition: Edition, by: User | None, now: datetime, *, always: bool = False) -> None:
    """Keep what is there before it changes, when the last keeping is a while ago or another person's, or `always`.

    What is kept already, word for word, is not kept again.
    """
    newest = Revision.objects.filter(edition=edition).order_by("-number").first()
    if newest is not None and not always:
        own = newest.made_by_id == (by.pk if by else None)
        if own and now - newest.made_at < SAVE_POINT_EVERY:
            return
    content = content_of(edition)
    if not content["blocks"] or (newest is not None and newest.digest == digest_of_content(content)):
        return
    keep_revision(edition=edition, occasion=Revision.Occasion.SAVED, content=content, by=by, at=now)
