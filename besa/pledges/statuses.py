"""What became of a pledge: every status, flag and grade in one table, with its words, shape and place in other scales.

Stored data holds keys. A status is interim (it can still change by itself), terminal (the pledge is settled) or
unscored (it counts in no share). GAP Institute, whose figures we continue, has four levels; it counts a broken pledge
on which work had begun as initiated, so that the crosswalk asks whether an earlier rating said so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(StrEnum):
    """What became of a pledge."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    STALLED = "stalled"
    FULFILLED = "fulfilled"
    PARTLY = "partly"
    NOT_FULFILLED = "not_fulfilled"
    UNRATABLE = "unratable"
    OUTSIDE_COMPETENCE = "outside_competence"
    SUPERSEDED = "superseded"


class Group(StrEnum):
    """What kind of status it is."""

    INTERIM = "interim"
    TERMINAL = "terminal"
    UNSCORED = "unscored"


class Level(StrEnum):
    """The four levels of GAP Institute's Municipal ID, lowest first."""

    NOT_INITIATED = "not_initiated"
    INITIATED = "initiated"
    PARTIALLY_FULFILLED = "partially_fulfilled"
    FULFILLED = "fulfilled"


@dataclass(frozen=True)
class StatusFacts:
    """All that is known of a status; `token` names its colour in `core.tokens.PLEDGE_STATUS` and its shape.

    `level_when_begun` is GAP's level when an earlier rating said that work had begun, where that makes a difference.
    """

    status: Status
    group: Group
    label: Promise
    meaning: Promise
    level: Level | None
    level_when_begun: Level | None = None

    @property
    def token(self) -> str:
        """Colour, class and shape: `pledge_fulfilled`, `.status-pledge_fulfilled`, `#state_pledge_fulfilled`."""
        return f"pledge_{self.status}"

    @property
    def scored(self) -> bool:
        """Whether it counts in shares."""
        return self.group is not Group.UNSCORED


_ROWS = (
    StatusFacts(
        Status.FULFILLED, Group.TERMINAL, pgettext_lazy("status of a pledge", "fulfilled"),
        _("All that was promised is there, and an act, a contract, a payment or our own visit proves it."),
        Level.FULFILLED,
    ),
    StatusFacts(
        Status.PARTLY, Group.TERMINAL, pgettext_lazy("status of a pledge", "partly fulfilled"),
        _("Part of what was promised is there. The criterion says how much that has to be."),
        Level.PARTIALLY_FULFILLED,
    ),
    StatusFacts(
        Status.IN_PROGRESS, Group.INTERIM, pgettext_lazy("status of a pledge", "in progress"),
        _("Work has begun and goes on."), Level.INITIATED,
    ),
    StatusFacts(
        Status.STALLED, Group.INTERIM, pgettext_lazy("status of a pledge", "stalled"),
        _("Work had begun and has stopped."), Level.INITIATED,
    ),
    StatusFacts(
        Status.NOT_STARTED, Group.INTERIM, pgettext_lazy("status of a pledge", "not started"),
        _("We found no sign of work yet."), Level.NOT_INITIATED,
    ),
    StatusFacts(
        Status.NOT_FULFILLED, Group.TERMINAL, pgettext_lazy("status of a pledge", "not fulfilled"),
        _("The time is over, or it is certain that it will not be done."),
        Level.NOT_INITIATED, Level.INITIATED,
    ),
    StatusFacts(
        Status.UNRATABLE, Group.UNSCORED, pgettext_lazy("status of a pledge", "cannot be rated"),
        _("The words are too vague to be tested. It stays on the list, with the reason."), None,
    ),
    StatusFacts(
        Status.OUTSIDE_COMPETENCE, Group.UNSCORED, pgettext_lazy("status of a pledge", "outside the competence"),
        _("A municipality may not do this: another authority has to."), None,
    ),
    StatusFacts(
        Status.SUPERSEDED, Group.UNSCORED, pgettext_lazy("status of a pledge", "superseded"),
        _("Something else took its place, such as a new law or a project of the state."), None,
    ),
)  # fmt: skip

#: in the order in which pages and charts show them
STATUSES: Final[dict[Status, StatusFacts]] = {row.status: row for row in _ROWS}
#: what a round can find. That a pledge cannot be rated is found before, at the gate of testability
RATABLE: Final = tuple(status for status in STATUSES if status is not Status.UNRATABLE)
#: GAP Institute's levels, as it words them
LEVEL_LABELS: Final[dict[Level, Promise]] = {
    Level.FULFILLED: pgettext_lazy("level of GAP Institute", "fulfilled"),
    Level.PARTIALLY_FULFILLED: pgettext_lazy("level of GAP Institute", "partially fulfilled"),
    Level.INITIATED: pgettext_lazy("level of GAP Institute", "initiated"),
    Level.NOT_INITIATED: pgettext_lazy("level of GAP Institute", "not initiated"),
}


class Flag(StrEnum):
    """What else is true of a pledge, beside its status."""

    LATE = "late"
    REVERSED = "reversed"
    STARTED_BY_PREDECESSOR = "started_by_predecessor"


FLAG_LABELS: Final[dict[Flag, Promise]] = {
    Flag.LATE: pgettext_lazy("flag of a pledge", "late"),
    Flag.REVERSED: pgettext_lazy("flag of a pledge", "reversed"),
    Flag.STARTED_BY_PREDECESSOR: pgettext_lazy("flag of a pledge", "started by the predecessor"),
}


class Grade(StrEnum):
    """How much a piece of evidence carries, best first."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


GRADE_LABELS: Final[dict[Grade, Promise]] = {
    Grade.A: _("A: an official act, contract, payment or budget execution"),
    Grade.B: _("B: our own dated visit with a photo and a place, or an answer to an access request"),
    Grade.C: _("C: two independent media"),
    Grade.D: _("D: an official's statement alone"),
}


def level_of(status: str, *, begun: bool) -> Level | None:
    """GAP Institute's level of a status; None for one that counts in no share.

    `begun` says whether an earlier rating found work in progress, stalled or done in part.
    """
    facts = STATUSES[Status(status)]
    return facts.level_when_begun if begun and facts.level_when_begun else facts.level


def label_of(status: str) -> Promise | str:
    """The word of a status; for none, that no round has come to the pledge yet."""
    return STATUSES[Status(status)].label if status else pgettext_lazy("status of a pledge", "not rated yet")


def flag_label(flag: str) -> Promise:
    """The word of a flag."""
    return FLAG_LABELS[Flag(flag)]
