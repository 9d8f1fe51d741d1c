"""An approved edition gets its hour and becomes public, with its figures as they are then; or is public no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from besa.core.services import publish
from besa.people.models import User
from besa.publications.events import EditionPublished, EditionWithdrawn
from besa.publications.freezing import freeze_figures
from besa.publications.models import Correction, Edition, Revision
from besa.publications.refusals import PublicationRefused
from besa.publications.services.acting import step, tell
from besa.publications.services.keeping import keep_revision
from besa.publications.services.talking import comment_text

_AHEAD: Final = timedelta(days=366)
_S = Edition.State


def schedule_edition(*, edition: Edition, at: datetime, by: User | None, role: str = "editor") -> None:
    """Have the worker publish an approved edition at an hour. Raises PublicationRefused ("past", "not_approved")."""
    now = timezone.now()
    if not now < at <= now + _AHEAD:
        raise PublicationRefused("past")
    with transaction.atomic():
        step(edition, _S.APPROVED, _S.SCHEDULED, refused="not_approved", publish_at=at)
        tell("publications.scheduled", edition, role, at=at.isoformat())
    edition.refresh_from_db()


def unschedule_edition(*, edition: Edition, by: User | None, role: str = "editor") -> None:
    """Take the hour away; it stays approved. Raises PublicationRefused ("not_scheduled")."""
    with transaction.atomic():
        step(edition, _S.SCHEDULED, _S.APPROVED, refused="not_scheduled", publish_at=None)
        tell("publications.unscheduled", edition, role)
    edition.refresh_from_db()


def publish_edition(*, edition: Edition, by: User | None, role: str = "editor") -> Revision:
    """Make an approved edition public, its figures frozen as of now. Raises PublicationRefused ("not_approved")."""
    edition.refresh_from_db()
    if edition.state != _S.APPROVED:
        raise PublicationRefused("not_approved")
    return _published(edition, _S.APPROVED, by, role)


def publish_due() -> int:
    """Publish every edition whose hour has come; how many. Runs each minute, in the worker."""
    due = Edition.objects.filter(state=_S.SCHEDULED, publish_at__lte=timezone.now())
    done = 0
    for edition in due.select_related("publication__municipality", "publication__organisation")[:20]:
        try:
            _published(edition, _S.SCHEDULED, None, "system")
        except PublicationRefused:  # somebody took the hour away, or published it, in this very moment
            continue
        done += 1
    return done


def revise_edition(*, edition: Edition, by: User | None) -> None:
    """Begin a new revision; what is public stays so until the new one is published, what was withdrawn stays withdrawn.

    Raises PublicationRefused ("not_public").
    """
    edition.refresh_from_db()
    if edition.state not in (_S.PUBLISHED, _S.WITHDRAWN):
        raise PublicationRefused("not_public")
    now = timezone.now()
    with transaction.atomic():
        step(edition, edition.state, _S.DRAFT, refused="not_public", changed_at=now, changed_by=by)
    edition.refresh_from_db()


def withdraw_edition(*, edition: Edition, because: str, by: User | None, role: str = "editor") -> None:
    """Take a public edition back at once; everybody reads why.

    Raises PublicationRefused ("no_reason", "too_long", "not_public").
    """
    text, now = comment_text(because, empty="no_reason"), timezone.now()
    edition.refresh_from_db()
    if not edition.is_public:
        raise PublicationRefused("not_public")
    with transaction.atomic():
        step(
            edition,
            edition.state,
            _S.WITHDRAWN,
            refused="not_public",
            withdrawn_at=now,
            withdrawn_because=text,
            submitted_revision=None,
            publish_at=None,
        )
        tell("publications.withdrawn", edition, role)
        publish(EditionWithdrawn(edition=edition.pk))
    edition.refresh_from_db()


def _published(edition: Edition, old: str, by: User | None, role: str) -> Revision:
    """The figures are read before the transaction; the step takes only what was approved and is still waiting."""
    approved = edition.submitted_revision
    if approved is None:
        raise PublicationRefused("not_approved")
    now = timezone.now()
    figures = freeze_figures(approved.content, at=now, language=edition.language)
    with transaction.atomic():
        step(
            edition,
            old,
            _S.PUBLISHED,
            refused="not_approved",
            **_columns(edition, approved, by, now, figures),
        )
        edition.refresh_from_db()
        revision = edition.public_revision
        assert revision is not None
        corrections = Correction.objects.filter(edition=edition, revision__isnull=True)
        numbers = tuple(corrections.values_list("pk", flat=True))
        corrections.update(revision=revision)
        tell("publications.published", edition, role, version=revision.version, digest=revision.digest)
        if numbers:
            tell("publications.corrected", edition, role, version=revision.version, corrections=len(numbers))
        publish(EditionPublished(edition=edition.pk, revision=revision.pk, corrections=numbers))
    return revision


def _columns(
    edition: Edition, approved: Revision, by: User | None, now: datetime, figures: list[dict[str, Any]]
) -> dict[str, Any]:
    """What the row says of a public edition; the revision is made of what two people approved, word for word."""
    revision = keep_revision(
        edition=edition,
        occasion=Revision.Occasion.PUBLISHED,
        content=approved.content,
        by=by,
        at=now,
        figures=figures,
    )
    return {
        "public_revision": revision,
        "submitted_revision": None,
        "publish_at": None,
        "withdrawn_at": None,
        "withdrawn_because": "",
        "first_published_at": Coalesce("first_published_at", Value(now)),
    }
