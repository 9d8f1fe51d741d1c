"""The one table of an edition's steps: which exist, and which service takes each. There is no other way."""

from __future__ import annotations

from typing import Final

from besa.publications.models.works import Edition

_S = Edition.State

#: (old, new) → the service that takes the step
STEPS: Final[dict[tuple[str, str], str]] = {
    (_S.DRAFT, _S.IN_REVIEW): "submit_edition",
    (_S.IN_REVIEW, _S.DRAFT): "return_edition",
    (_S.IN_REVIEW, _S.APPROVED): "approve_edition, the second of two people",
    (_S.APPROVED, _S.DRAFT): "return_edition",
    (_S.APPROVED, _S.SCHEDULED): "schedule_edition",
    (_S.SCHEDULED, _S.APPROVED): "unschedule_edition",
    (_S.APPROVED, _S.PUBLISHED): "publish_edition",
    (_S.SCHEDULED, _S.PUBLISHED): "publish_due",
    (_S.PUBLISHED, _S.DRAFT): "revise_edition",
    (_S.WITHDRAWN, _S.DRAFT): "revise_edition",
    # A public revision can be withdrawn at once, whatever its successor waits for.
    **{(old, _S.WITHDRAWN): "withdraw_edition" for old in _S if old != _S.WITHDRAWN},
}


def may_step(old: str, new: str) -> bool:
    """Whether an edition may go from one state to another."""
    return (old, new) in STEPS
