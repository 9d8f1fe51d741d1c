"""What a verdict may say, whoever says it: the rules that hold for a coding, an adjudication and a rating alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.core.refusing import Refused
from besa.pledges.statuses import RATABLE, STATUSES, Flag, Grade, Group, Status

REASONS: Final[dict[str, Promise]] = {
    "unknown_status": _("Choose one of the statuses."),
    "unknown_flag": _("Choose among the flags that are there."),
    "no_reason": _("Write why. A rating without a reason cannot be saved."),
    "no_criterion": _("The criterion was not published before. Publish it first."),
    "no_evidence": _("Choose the evidence it rests on. A rating without evidence cannot be saved."),
    "weak_fulfilled": _(
        "“Fulfilled” needs evidence of grade A or B: an act, a contract, a payment, or our own visit."
    ),
    "statement_alone": _("An official's statement alone carries at most “in progress”. Find other evidence."),
    "not_archived": _("One of the pieces of evidence is not archived yet. Wait until it is."),
    "retracted": _("One of the pieces of evidence was retracted. Choose another one."),
    "other_pledge": _("One of the pieces of evidence belongs to another pledge."),
    "in_future": _("The day from which it is true cannot lie after the day of the round."),
    "not_late": _("It is not late: the day it was promised for has not passed."),
}


class RuleBroken(Refused):
    """A verdict that the method does not allow."""

    reasons = REASONS


@dataclass(frozen=True)
class Verdict:
    """What somebody found: since when which status is true, and why."""

    status: str
    reason: str
    effective_on: date
    language: str
    flags: tuple[str, ...] = ()
    evidence: tuple[int, ...] = ()  # primary keys
    other_reasons: Mapping[str, str] = field(default_factory=dict)  # by language


def check_words(verdict: Verdict) -> None:
    """Status and flags are known, and there is a reason. Raises RuleBroken."""
    if verdict.status not in {status.value for status in RATABLE}:
        raise RuleBroken("unknown_status")
    if not set(verdict.flags) <= {flag.value for flag in Flag}:
        raise RuleBroken("unknown_flag")
    if not verdict.reason.strip():
        raise RuleBroken("no_reason")


def check_grades(status: str, grades: Collection[str]) -> None:
    """The evidence carries the status. Raises RuleBroken.

    Fulfilled needs an A or a B. Statements alone never settle anything: they carry what is not started, in progress
    or stalled, and nothing terminal or unscored.
    """
    if not grades:
        raise RuleBroken("no_evidence")
    if status == Status.FULFILLED and not set(grades) & {Grade.A, Grade.B}:
        raise RuleBroken("weak_fulfilled")
    if set(grades) == {Grade.D} and STATUSES[Status(status)].group is not Group.INTERIM:
        raise RuleBroken("statement_alone")


def check_days(verdict: Verdict, *, due: date, as_of: date) -> None:
    """The effective day is not after the day of the round, and only what is overdue is late. Raises RuleBroken."""
    if verdict.effective_on > as_of:
        raise RuleBroken("in_future")
    if Flag.LATE in verdict.flags and as_of <= due:
        raise RuleBroken("not_late")
