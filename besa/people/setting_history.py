"""Who changed which setting when, as the ledger tells it: for the history on a page of settings."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.core import languages
from besa.ledger.models import Entry
from besa.ledger.verbs import sentence_of
from besa.people.models import Department, Role
from besa.people.roles import LABELS
from besa.places.models import Municipality

#: what the ledger's entries about settings name, in words; what is not here is not shown
_DETAILS: dict[str, Promise] = {
    "names": gettext_lazy("name"),
    "offered": gettext_lazy("offered to citizens"),
    "department": gettext_lazy("department"),
    "position": gettext_lazy("place in the list"),
    "role": gettext_lazy("role"),
    "question": gettext_lazy("question"),
    "group": gettext_lazy("group"),
    "organisation": gettext_lazy("organisation"),
}

#: what was set, in words
Details = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SettingChange:
    """One entry: when, a sentence, by whom (a role, for the ledger names nobody), and what was set."""

    at: datetime
    sentence: str
    who: str
    details: Details


def changes_of(
    *,
    municipality: str,
    verbs: Collection[str],
    subject: str = "",
    limit: int = 20,
    tell: Callable[[Mapping[str, Any]], Details] | None = None,
) -> list[SettingChange]:
    """The newest changes of settings of a municipality, those that no checkpoint covers yet included. One query.

    `tell` puts into words what an entry says was set, where that is not among the settings of people.
    """
    entries = Entry.objects.filter(municipality=municipality, verb__in=verbs)
    if subject:
        entries = entries.filter(subject=subject)
    return [_change(entry, tell or _told) for entry in entries.order_by("-pk")[:limit]]


def _change(entry: Entry, tell: Callable[[Mapping[str, Any]], Details]) -> SettingChange:
    details = tell(json.loads(entry.leaf)["public"])
    return SettingChange(entry.at, sentence_of(entry.verb), who_changed(entry.actor_role), details)


def _told(public: Mapping[str, Any]) -> Details:
    return tuple(
        (str(_DETAILS[key]), _shown(key, value))
        for key, value in public.items()
        if key in _DETAILS and value not in ("", None, [], {})
    )


def who_changed(role: str) -> str:
    """Who changed a setting, as a role: the ledger names nobody."""
    return str(LABELS[Role(role)]) if role in Role.values else _("the system")


def _shown(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return languages.choose(value)
    return who_changed(str(value)) if key == "role" else str(value)


def department_history(department: Department) -> list[SettingChange]:
    """What was changed about a department, newest first."""
    municipality = department.municipality.slug
    return changes_of(
        municipality=municipality,
        verbs=("people.department_created", "people.department_changed"),
        subject=f"department:{municipality}/{department.slug}",
    )


def members_history(municipality: Municipality | None) -> list[SettingChange]:
    """Who was given a role and who lost one in a municipality, or in the installation, newest first."""
    return changes_of(
        municipality=municipality.slug if municipality else "",
        verbs=("people.membership_started", "people.membership_ended"),
    )
