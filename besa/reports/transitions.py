"""The one table of state changes: which exist and who may make them."""

from __future__ import annotations

from besa.reports.models.report import OPEN, State

OFFICIAL = frozenset({"officer", "coordinator"})
REPORTER = frozenset({"reporter"})
_REOPENS = frozenset({"reporter", "neighbour"}) | OFFICIAL

#: (old, new) → roles that may make the change
TABLE: dict[tuple[State, State], frozenset[str]] = {}


def _allow(olds: tuple[State, ...], new: State, roles: frozenset[str]) -> None:
    for old in olds:
        TABLE[old, new] = roles


_OPEN = (State.RECEIVED, State.ACKNOWLEDGED, State.IN_PROGRESS, State.FORWARDED, State.REOPENED)
_allow((State.RECEIVED, State.REOPENED), State.ACKNOWLEDGED, OFFICIAL)
_allow((State.RECEIVED, State.ACKNOWLEDGED, State.FORWARDED, State.REOPENED), State.IN_PROGRESS, OFFICIAL)
_allow(_OPEN, State.FIXED, OFFICIAL)
_allow(_OPEN, State.DECLINED, OFFICIAL)
_allow((State.RECEIVED, State.ACKNOWLEDGED, State.IN_PROGRESS, State.REOPENED), State.FORWARDED, OFFICIAL)
_allow(_OPEN, State.DUPLICATE, OFFICIAL)
_allow(_OPEN, State.WITHDRAWN, REPORTER)
_allow((State.FIXED, State.DECLINED), State.REOPENED, _REOPENS)
_allow((State.DUPLICATE,), State.REOPENED, REPORTER | OFFICIAL)

#: the reason of a change that only a hand-over to another municipality makes: there the report is new
HANDED_OVER = "handed_over"

#: why an official declines a report; texts are in the interface, keys are stored
DECLINE_REASONS = (
    "not_municipal",
    "private_property",
    "no_funds_this_year",
    "already_planned",
    "not_found",
    "not_enough_information",
    "not_a_problem",
    "declined_elsewhere",
)


def may_change(old: str, new: str, role: str) -> bool:
    """True when somebody in this role may make this change."""
    return role in TABLE.get((State(old), State(new)), frozenset())


def may_hand_over(old: str) -> bool:
    """True while a report is open: another municipality gets it as received. What is closed is opened again first."""
    return State(old) in OPEN


def changes_from(old: str, role: str) -> list[State]:
    """States that somebody in this role may set from here, in the order of the table."""
    return [new for (before, new), roles in TABLE.items() if before == old and role in roles]
