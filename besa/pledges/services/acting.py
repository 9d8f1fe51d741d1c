"""What every act on pledges shares: its line in the ledger, and what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from besa.core import refusing
from besa.ledger.services import record
from besa.people.models import User
from besa.pledges.models import Mandate, Round
from besa.pledges.permissions import has_conflict
from besa.pledges.refusals import REASONS
from besa.pledges.transitions import may_step


class Refused(refusing.Refused):
    """An act on pledges that is not possible, or not for this person."""

    reasons = REASONS


class Stale(Refused):
    """Somebody else was faster: what was looked at is no longer so. Nothing was changed."""

    def __init__(self) -> None:
        super().__init__("stale")


def tell(
    verb: str,
    mandate: Mandate,
    role: str,
    *,
    subject: str = "",
    about: Mapping[str, Any] | None = None,
    private: dict[str, Any] | None = None,
    **public: Any,
) -> None:
    """One line of the ledger, in the caller's transaction: keys, dates and numbers, never words or names.

    `about` holds more of the public part, where it depends on what there is to tell.
    """
    record(
        verb=verb,
        subject=subject or f"mandate:{mandate.slug}"[:80],
        actor_role=role,
        municipality=mandate.municipality.slug,
        public={"mandate": mandate.slug, **public, **(about or {})},
        private=private,
    )


def step(round: Round, old: str, new: str, **columns: Any) -> bool:
    """Move a round along the table of steps where it is still in its old state and wave; False when it is not.

    In the caller's transaction. ValueError for a step that the table does not have.
    """
    if not may_step(old, new):
        raise ValueError(f"no step from {old} to {new}")
    return bool(Round.objects.filter(pk=round.pk, state=old, wave=round.wave).update(state=new, **columns))


def refuse_conflicted(by: User, mandate: Mandate, area: str = "") -> None:
    """Raise Refused("conflict") for somebody who declared an interest in the subject."""
    if has_conflict(by, mandate, area):
        raise Refused("conflict")
