"""Words for the keys that are stored: states, reasons, roles. In the reader's language when they are shown."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from besa.reports.models.clock import Deadline, EscalationStep
from besa.reports.models.report import Priority, State

#: of a report, as an adjective beside its symbol
STATE_LABELS: Final[dict[str, Promise]] = {
    State.RECEIVED: pgettext_lazy("state of a report", "received"),
    State.ACKNOWLEDGED: pgettext_lazy("state of a report", "acknowledged"),
    State.IN_PROGRESS: pgettext_lazy("state of a report", "in progress"),
    State.FIXED: pgettext_lazy("state of a report", "fixed"),
    State.DECLINED: pgettext_lazy("state of a report", "declined"),
    State.FORWARDED: pgettext_lazy("state of a report", "forwarded"),
    State.DUPLICATE: pgettext_lazy("state of a report", "duplicate"),
    State.WITHDRAWN: pgettext_lazy("state of a report", "withdrawn"),
    State.REOPENED: pgettext_lazy("state of a report", "reopened"),
}

DEADLINE_LABELS: Final[dict[str, Promise]] = {Deadline.RESPONSE: _("Answer"), Deadline.FIX: _("Repair")}
#: who is reminded of a deadline
TARGET_LABELS: Final[dict[str, Promise]] = {
    EscalationStep.Target.OFFICER: _("Officers"),
    EscalationStep.Target.COORDINATOR: _("Coordinators"),
    EscalationStep.Target.MAYOR: _("Mayor's office"),
}

#: keys of transitions.DECLINE_REASONS
REASON_LABELS: Final[dict[str, Promise]] = {
    "not_municipal": _("The municipality is not responsible for this"),
    "private_property": _("It is on private property"),
    "no_funds_this_year": _("There is no money for it this year"),
    "already_planned": _("It is part of works that are already planned"),
    "not_found": _("Nothing was found at this place"),
    "not_enough_information": _("There is not enough information to act on"),
    "not_a_problem": _("It is as it should be"),
    "declined_elsewhere": _("Those who are responsible for it will not act on it"),
}
#: reasons of changes of state that are not for anybody to choose; shown like those
_OTHER_REASONS: Final[dict[str, Promise]] = {
    "handed_over": _("It is new at the municipality that it was handed over to"),
}

#: why a moderator removed words
REDACTION_LABELS: Final[dict[str, Promise]] = {
    "personal": _("They named a person, or showed where to find or call somebody"),
    "insult": _("They insulted or threatened somebody"),
    "hatred": _("They stirred up hatred against a group of people"),
    "advertising": _("They were advertising"),
    "other": _("They had no place on a public page"),
}

#: how urgent the municipality finds a report; by the number that is stored
PRIORITY_LABELS: Final[dict[int, Promise]] = {
    Priority.NORMAL: pgettext_lazy("priority", "normal"),
    Priority.HIGH: pgettext_lazy("priority", "high"),
    Priority.URGENT: pgettext_lazy("priority", "urgent"),
}

#: who did something; keys of Transition.actor_role and Update.author_role
ROLE_LABELS: Final[dict[str, Promise]] = {
    "reporter": pgettext_lazy("who did it", "the reporter"),
    "neighbour": pgettext_lazy("who did it", "neighbours"),
    "official": pgettext_lazy("who did it", "the municipality"),
    "officer": pgettext_lazy("who did it", "the municipality"),
    "coordinator": pgettext_lazy("who did it", "the municipality"),
    "monitor": pgettext_lazy("who did it", "a monitor"),
    "editor": pgettext_lazy("who did it", "an editor of the monitors"),
    "office": pgettext_lazy("who did it", "the mayor's office"),
    "moderator": pgettext_lazy("who did it", "a moderator"),
    "administrator": pgettext_lazy("who did it", "an administrator"),
    "import": pgettext_lazy("who did it", "an import"),
    "system": pgettext_lazy("who did it", "the program itself"),
    "restore": pgettext_lazy("who did it", "the program itself"),
    "person": pgettext_lazy("who did it", "the person concerned"),
}

#: why a clock stands still; keys of Pause.Reason. They follow "because".
PAUSE_LABELS: Final[dict[str, Promise]] = {
    "citizen": _("the municipality waits for an answer of the person who reported it"),
    "other_body": _("another body has to act first"),
    "weather": _("the weather does not allow the work"),
}


def state_label(key: str) -> Promise | str:
    """The word of a state; the key itself for one that is unknown."""
    return STATE_LABELS.get(key, key)


def reason_label(key: str) -> Promise | str:
    """The sentence of a reason for a change of state; empty for none."""
    return REASON_LABELS.get(key, _OTHER_REASONS.get(key, key))


def redaction_label(key: str) -> Promise | str:
    """Why words were removed, as a sentence about them; the key itself for one that is unknown."""
    return REDACTION_LABELS.get(key, key)


def priority_label(number: int) -> Promise | str:
    """The word of a priority; the number itself for one that is unknown."""
    return PRIORITY_LABELS.get(number, str(number))


def role_label(key: str) -> Promise | str:
    """Who did something, as the public may know it."""
    return ROLE_LABELS.get(key, key)


def because(reason: str, body: str) -> str:
    """Why a clock stands still, with the name of the body that one waits for."""
    if reason == "other_body" and body:
        # Translators: follows "because"
        return gettext("%(body)s has to act first") % {"body": body}
    return str(pause_label(reason))


def pause_label(key: str) -> Promise | str:
    """Why a clock stands still, as what follows "because"; the key itself for one that is unknown."""
    return PAUSE_LABELS.get(key, key)
