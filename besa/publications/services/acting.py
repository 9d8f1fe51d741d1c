"""What every act on an edition shares: its line in the ledger, its step, and that it is still what was looked at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from besa.ledger.services import record
from besa.people.models import User
from besa.publications.models import Edition
from besa.publications.refusals import PublicationRefused
from besa.publications.transitions import may_step


def tell(verb: str, edition: Edition, role: str, **public: Any) -> None:
    """One line of the ledger, in the caller's transaction: keys, digests and numbers, never words or names."""
    publication = edition.publication
    record(
        verb=verb,
        subject=f"publication:{publication.uid}",
        actor_role=role,
        municipality=publication.municipality.slug if publication.municipality else "",
        public={
            "publication": publication.uid,
            "kind": publication.kind,
            "organisation": publication.organisation.slug,
            "language": edition.language,
            **public,
        },
    )


def step(edition: Edition, old: str, new: str, *, refused: str, **columns: Any) -> None:
    """Move an edition along the table of steps where it is still in its old state. In the caller's transaction.

    Raises PublicationRefused(refused) when it is not, ValueError for a step that the table does not have.
    """
    if not may_step(old, new):
        raise ValueError(f"no step from {old} to {new}")
    if not Edition.objects.filter(pk=edition.pk, state=old).update(state=new, **columns):
        raise PublicationRefused(refused)


def open_for(edition: Edition, by: User | None, now: datetime) -> None:
    """Take a draft for a change, in the caller's transaction; whoever comes second waits until it is made.

    Raises PublicationRefused("not_open") when it is no draft any more.
    """
    draft = Edition.objects.filter(pk=edition.pk, state=Edition.State.DRAFT)
    if not draft.update(changed_at=now, changed_by=by):
        raise PublicationRefused("not_open")
    edition.changed_at, edition.changed_by = now, by
