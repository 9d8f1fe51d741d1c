"""What others did to reports since somebody looked at them: the other half of a conflict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.people.models import User
from besa.reports.labels import role_label, state_label
from besa.reports.models import Change, Transition, Update

_CHANGES: Final[dict[str, Promise]] = {
    Change.Kind.ASSIGNED: _("assigned to somebody else"),
    Change.Kind.PRIORITISED: _("another priority"),
    Change.Kind.PLACED: _("another place"),
    Change.Kind.HANDED_OVER: _("handed over to another municipality"),
    Change.Kind.CATEGORISED: _("another category"),
    Change.Kind.MERGED: _("merged with another report"),
    Change.Kind.SEPARATED: _("taken apart again"),
    Change.Kind.SPLIT: _("split"),
    Change.Kind.REDACTED: _("words removed by a moderator"),
}


def change_label(kind: str) -> str:
    """What a change of this kind made of a report; the kind itself for one that is unknown."""
    return str(_CHANGES.get(kind, kind))


@dataclass(frozen=True)
class Happening:
    """The last thing that somebody else did. `before` is the state at the time of looking, empty when it is the same.

    `what` is what it is now: the state or the kind of change. `words` is what was said publicly.
    """

    at: datetime
    who: str
    what: str
    words: str = ""
    before: str = ""


def happened_since(reports: Sequence[int], since: datetime, reader: User) -> dict[int, Happening]:
    """By report, what somebody other than the reader did after a moment. Three queries, however many reports."""
    found: dict[int, Happening] = {}
    for report, happening in sorted(
        [
            *_changes(reports, since, reader),
            *_words(reports, since, reader),
            *_states(reports, since, reader),
        ],
        key=lambda pair: pair[1].at,
    ):
        before = found[report].before if report in found and found[report].before else happening.before
        found[report] = Happening(happening.at, happening.who, happening.what, happening.words, before)
    return found


def _states(reports: Sequence[int], since: datetime, reader: User) -> list[tuple[int, Happening]]:
    rows = Transition.objects.filter(report__in=reports, at__gt=since).select_related("actor", "update")
    return [
        (
            one.report_id,
            Happening(
                one.at,
                _who(one.actor, one.actor_role),
                str(state_label(one.new)),
                one.update.text if one.update and one.update.audience == Update.Audience.PUBLIC else "",
                str(state_label(one.old)),
            ),
        )
        for one in rows
        if one.actor_id != reader.pk
    ]


def _words(reports: Sequence[int], since: datetime, reader: User) -> list[tuple[int, Happening]]:
    rows = Update.objects.filter(
        report__in=reports, created_at__gt=since, audience=Update.Audience.PUBLIC, transitions__isnull=True
    )
    return [
        (
            one.report_id,
            Happening(one.created_at, _who(one.author, one.author_role), str(_("answered")), one.text),
        )
        for one in rows.select_related("author")
        if one.author_id != reader.pk
    ]


def _changes(reports: Sequence[int], since: datetime, reader: User) -> list[tuple[int, Happening]]:
    rows = Change.objects.filter(report__in=reports, at__gt=since).select_related("actor")
    return [
        (
            one.report_id,
            Happening(one.at, _who(one.actor, one.actor_role), str(_CHANGES.get(one.kind, one.kind))),
        )
        for one in rows
        if one.actor_id != reader.pk
    ]


def _who(person: User | None, role: str) -> str:
    """Colleagues are called by their names on the desk; everybody else by what they are."""
    return (person.name if person else "") or str(role_label(role))
