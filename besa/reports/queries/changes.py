"""What officials did to a report beside changing its state, in words: for everybody, or for colleagues."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from besa.people.models import Department, User
from besa.places.models import Municipality, Place
from besa.reports.labels import priority_label, redaction_label, role_label
from besa.reports.models import Category, Change, Report
from besa.reports.models.report import Visibility

#: what everybody may see
PUBLIC_KINDS = frozenset(
    {
        Change.Kind.PLACED,
        Change.Kind.HANDED_OVER,
        Change.Kind.CATEGORISED,
        Change.Kind.SPLIT,
        Change.Kind.MERGED,
        Change.Kind.SEPARATED,
        Change.Kind.REDACTED,
    }
)


@dataclass(frozen=True)
class ChangeLine:
    """One change in words. `other` is the number of another report that the reader may open."""

    at: datetime
    who: Promise | str
    text: str
    other: int | None = None
    role: str = ""
    kind: str = ""


def public_changes(report: Report) -> list[ChangeLine]:
    """What everybody may see, oldest first. No query for a report to which none of it happened.

    Never a position, a person or a note; of the old place no more than the settlement's name.
    """
    if not report.has_changes:
        return []
    rows = list(Change.objects.filter(report=report, kind__in=PUBLIC_KINDS))
    names = _Names(rows, public=True)
    return [
        ChangeLine(row.at, role_label(row.actor_role), *names.say(row), row.actor_role, row.kind)
        for row in rows
    ]


def changes_for_desk(report: Report) -> list[ChangeLine]:
    """All of it for colleagues, with names. What another municipality did within itself stays there."""
    rows = [
        row
        for row in Change.objects.filter(report=report).select_related("actor")
        if row.kind in PUBLIC_KINDS or row.municipality_id == report.municipality_id
    ]
    names = _Names(rows, public=False)
    return [
        ChangeLine(row.at, _actor(row, report), *names.say(row), row.actor_role, row.kind) for row in rows
    ]


def _actor(row: Change, report: Report) -> Promise | str:
    named = row.actor is not None and row.municipality_id == report.municipality_id
    return (row.actor.name if named and row.actor else "") or role_label(row.actor_role)


class _Names:
    """The names behind the numbers of some changes, read at once."""

    def __init__(self, rows: Iterable[Change], *, public: bool) -> None:
        values = [side for row in rows for side in (row.before, row.after)]
        self.public = public
        self.categories = _by_id(Category, "category", values)
        self.municipalities = _by_id(Municipality, "municipality", values)
        self.places = _by_id(Place, "place", values)
        self.departments = {} if public else _by_id(Department, "department", values)
        self.people = {} if public else _by_id(User, "assignee", values)
        numbers = {side["report"] for side in values if side.get("report")}
        others = Report.objects.filter(pk__in=numbers) if numbers else Report.objects.none()
        if public:
            others = others.filter(visibility=Visibility.PUBLIC)
        self.others = set(others.exclude(visibility=Visibility.ERASED).values_list("pk", flat=True))

    def say(self, row: Change) -> tuple[str, int | None]:
        """The sentence, and the number of the other report if the reader may open it."""
        other = row.after.get("report")
        other = other if other in self.others else None
        sentence = _SENTENCES[row.kind](self, row, other)
        if row.undoes_id is not None:
            sentence = _("Taken back: %(what)s") % {"what": sentence}
        return sentence, other

    def assigned(self, row: Change, other: int | None) -> str:
        """To whom."""
        department = self.departments.get(row.after.get("department"), "")
        person = self.people.get(row.after.get("assignee"), "")
        if person and department:
            return _("Assigned to %(person)s, %(department)s.") % {"person": person, "department": department}
        if person or department:
            return _("Assigned to %(whom)s.") % {"whom": person or department}
        return _("Assigned to nobody.")

    def prioritised(self, row: Change, other: int | None) -> str:
        """How urgent."""
        return _("Priority: %(priority)s.") % {"priority": priority_label(row.after.get("priority", 0))}

    def placed(self, row: Change, other: int | None) -> str:
        """From which settlement to which, where that changed."""
        old, new = (self.places.get(side.get("place"), "") for side in (row.before, row.after))
        if old and new and old != new:
            return _("The place was corrected, from %(old)s to %(new)s.") % {"old": old, "new": new}
        return _("The place was corrected.")

    def handed_over(self, row: Change, other: int | None) -> str:
        """From whom to whom."""
        old, new = (self.municipalities.get(side.get("municipality"), "") for side in (row.before, row.after))
        return _("Handed over from %(old)s to %(new)s, where the problem is.") % {"old": old, "new": new}

    def categorised(self, row: Change, other: int | None) -> str:
        """From what to what."""
        old, new = (self.categories.get(side.get("category"), "") for side in (row.before, row.after))
        return _("The category was corrected, from “%(old)s” to “%(new)s”. The deadline follows.") % {
            "old": capfirst(old),
            "new": capfirst(new),
        }

    def split(self, row: Change, other: int | None) -> str:
        """Where the part went."""
        if other:
            return _("A part of this report goes on as report %(number)s.") % {"number": other}
        return _("A part of this report goes on as a report of its own.")

    def merged(self, row: Change, other: int | None) -> str:
        """What was merged into this one."""
        if other:
            return _("Report %(number)s tells of the same problem and was merged into this one.") % {
                "number": other
            }
        return _("Another report of the same problem was merged into this one.")

    def separated(self, row: Change, other: int | None) -> str:
        """What goes its own way again."""
        if other:
            return _("Report %(number)s goes on by itself again.") % {"number": other}
        return _("A report that was merged into this one goes on by itself again.")

    def redacted(self, row: Change, other: int | None) -> str:
        """Why."""
        return _("Words were removed. %(reason)s.") % {"reason": redaction_label(row.after.get("reason", ""))}


_SENTENCES: Final[dict[str, Callable[[_Names, Change, int | None], str]]] = {
    Change.Kind.ASSIGNED: _Names.assigned,
    Change.Kind.PRIORITISED: _Names.prioritised,
    Change.Kind.PLACED: _Names.placed,
    Change.Kind.HANDED_OVER: _Names.handed_over,
    Change.Kind.CATEGORISED: _Names.categorised,
    Change.Kind.SPLIT: _Names.split,
    Change.Kind.MERGED: _Names.merged,
    Change.Kind.SEPARATED: _Names.separated,
    Change.Kind.REDACTED: _Names.redacted,
}


def _by_id(
    model: type[Category] | type[Municipality] | type[Place] | type[Department] | type[User],
    key: str,
    values: Iterable[dict[str, Any]],
) -> dict[Any, str]:
    """Names by id of what the changes mention under a key; no query when they mention none."""
    ids = {side[key] for side in values if side.get(key)}
    return {one.pk: str(one) for one in model._default_manager.filter(pk__in=ids)} if ids else {}
