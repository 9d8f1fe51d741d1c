"""The one table of a round's steps, and of a case's: which exist. Services change state along it and no other way."""

from __future__ import annotations

from typing import Final

from besa.core.refusing import Refused
from besa.pledges.models.rounds import Case, Round
from besa.pledges.refusals import REASONS

_R, _C = Round.State, Case.State

#: (old, new) → the service that takes the step
ROUND_STEPS: Final[dict[tuple[str, str], str]] = {
    (_R.CODING, _R.DECIDED): "the last case is decided",
    (_R.DECIDED, _R.CODING): "code_again",
    (_R.DECIDED, _R.WITH_OFFICE): "send_for_reply",
    (_R.WITH_OFFICE, _R.ANSWERED): "close_replies",
    (_R.ANSWERED, _R.APPROVED): "approve_round",
    (_R.APPROVED, _R.ANSWERED): "return_round",
    (_R.APPROVED, _R.PUBLISHED): "publish_round",
}
CASE_STEPS: Final[dict[tuple[str, str], str]] = {
    (_C.CODING, _C.DECIDED): "both coders agree",
    (_C.CODING, _C.DISPUTED): "the coders disagree",
    (_C.DISPUTED, _C.DECIDED): "adjudicate_case",
    (_C.DECIDED, _C.CODING): "code_again",
}


class StepRefused(Refused):
    """The round or case is not where this step begins."""

    reasons = REASONS


def may_step(old: str, new: str) -> bool:
    """Whether a round may go from one state to another."""
    return (old, new) in ROUND_STEPS
