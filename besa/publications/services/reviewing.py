"""An edition goes to its reviewers and comes back, or is approved by two different people."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from besa.people.models import User
from besa.publications.models import Approval, Comment, Edition, Revision
from besa.publications.queries.contents import content_of
from besa.publications.queries.readiness import obstacles_of
from besa.publications.refusals import PublicationRefused
from besa.publications.services.acting import step, tell
from besa.publications.services.keeping import keep_revision
from besa.publications.services.talking import comment_text

#: how many different people have to stand for what is published
NEEDED = 2
_S = Edition.State


def submit_edition(*, edition: Edition, by: User | None, role: str = "editor") -> Revision:
    """Give a draft to its reviewers, as it is now: nothing changes while they read.

    Raises PublicationRefused ("not_open", "not_ready", "changed_meanwhile").
    """
    edition.refresh_from_db()
    if edition.state != _S.DRAFT:
        raise PublicationRefused("not_open")
    content = content_of(edition)
    if obstacles_of(edition):
        raise PublicationRefused("not_ready")
    now = timezone.now()
    with transaction.atomic():
        unchanged = Edition.objects.filter(pk=edition.pk, state=_S.DRAFT, changed_at=edition.changed_at)
        if not unchanged.update(submitted_revision=None):
            raise PublicationRefused("changed_meanwhile")
        revision = keep_revision(
            edition=edition, occasion=Revision.Occasion.SUBMITTED, content=content, by=by, at=now
        )
        step(edition, _S.DRAFT, _S.IN_REVIEW, refused="not_open", submitted_revision=revision)
        tell("publications.submitted", edition, role, revision=revision.number, digest=revision.digest)
    edition.refresh_from_db()
    return revision


def return_edition(*, edition: Edition, because: str, by: User | None, role: str = "editor") -> None:
    """Send an edition back to its authors, with what should change; its approvals are void.

    Raises PublicationRefused ("no_return_reason", "too_long", "not_in_review").
    """
    text = comment_text(because, empty="no_return_reason")
    edition.refresh_from_db()
    if edition.state not in (_S.IN_REVIEW, _S.APPROVED):
        raise PublicationRefused("not_in_review")
    with transaction.atomic():
        step(edition, edition.state, _S.DRAFT, refused="not_in_review", submitted_revision=None)
        Comment.objects.create(edition=edition, text=text, by=by, made_at=timezone.now())
        tell("publications.returned", edition, role)
    edition.refresh_from_db()


def approve_edition(*, edition: Edition, by: User, role: str = "editor") -> Approval:
    """Stand for what was submitted; with the second person it is approved.

    Raises PublicationRefused ("same_person", "approved_already", "not_in_review").
    """
    edition.refresh_from_db()
    revision = edition.submitted_revision
    if edition.state in (_S.APPROVED, _S.SCHEDULED):
        raise PublicationRefused("approved_already")
    if edition.state != _S.IN_REVIEW or revision is None:
        raise PublicationRefused("not_in_review")
    try:
        with transaction.atomic():
            approval = _approved(edition, revision, by, role)
    except IntegrityError:  # the same person twice at once
        raise PublicationRefused("same_person") from None
    edition.refresh_from_db()
    return approval


def _approved(edition: Edition, revision: Revision, by: User, role: str) -> Approval:
    """Take the next seat. The edition's row is held, so that two people take two seats."""
    held = Edition.objects.select_for_update().filter(
        pk=edition.pk, state=_S.IN_REVIEW, submitted_revision=revision
    )
    if not held.exists():
        raise PublicationRefused("not_in_review")
    approvals = list(revision.approvals.all())
    if any(one.by_id == by.pk for one in approvals):
        raise PublicationRefused("same_person")
    approval = Approval.objects.create(
        revision=revision, seat=len(approvals) + 1, by=by, made_at=timezone.now()
    )
    tell(
        "publications.approved",
        edition,
        role,
        revision=revision.number,
        digest=revision.digest,
        seat=approval.seat,
    )
    if approval.seat == NEEDED:
        step(edition, _S.IN_REVIEW, _S.APPROVED, refused="not_in_review")
    return approval
