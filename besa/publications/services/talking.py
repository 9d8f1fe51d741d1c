"""What reviewers say of a text while it is written, and what everybody reads when it was wrong."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from besa.people.models import User
from besa.publications.blocks import MAX_TEXT, cleaned
from besa.publications.models import Comment, Correction, Edition
from besa.publications.refusals import PublicationRefused
from besa.publications.services.acting import open_for


def comment_text(text: str, *, empty: str = "no_words") -> str:
    """What somebody may say. Raises PublicationRefused (`empty`, "too_long")."""
    said = str(cleaned(text)).strip()
    if not said:
        raise PublicationRefused(empty)
    if len(said) > MAX_TEXT:
        raise PublicationRefused("too_long")
    return said


def write_comment(*, edition: Edition, block: str, text: str, by: User) -> Comment:
    """Say something of a block, or (`block` empty) of the whole text, in any state of it.

    Raises PublicationRefused ("no_words", "too_long", "no_block").
    """
    said = comment_text(text)
    if block and not edition.blocks.filter(uid=block).exists():
        raise PublicationRefused("no_block")
    return Comment.objects.create(edition=edition, block=block, text=said, by=by, made_at=timezone.now())


def settle_comment(*, comment: Comment, by: User) -> None:
    """What was said is done. Doing it twice does it once."""
    Comment.objects.filter(pk=comment.pk, settled_at__isnull=True).update(
        settled_at=timezone.now(), settled_by=by
    )


def note_correction(*, edition: Edition, kind: str, text: str, by: User) -> Correction:
    """Say what the next revision corrects; public with that revision, which two people approve.

    Raises PublicationRefused ("no_reason", "too_long", "first_publish", "not_open").
    """
    said, now = comment_text(text, empty="no_reason"), timezone.now()
    if edition.public_revision_id is None:
        raise PublicationRefused("first_publish")
    with transaction.atomic():
        open_for(edition, by, now)
        return Correction.objects.create(
            edition=edition, kind=Correction.Kind(kind), text=said, made_at=now, made_by=by
        )


def drop_correction(*, correction: Correction, by: User) -> None:
    """Take back what was not published yet. Raises PublicationRefused ("not_open")."""
    with transaction.atomic():
        open_for(correction.edition, by, timezone.now())
        Correction.objects.filter(pk=correction.pk, revision__isnull=True).delete()
