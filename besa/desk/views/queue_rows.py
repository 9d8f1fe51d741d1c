"""The rows of the queue, ready to be shown: everything that can be said before is said before the template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from besa.core import languages
from besa.core.templatetags.besa import clock, icon, status, when
from besa.desk.labels import PRIORITY_LABELS
from besa.reports.labels import state_label
from besa.reports.models.report import Priority, Visibility


@dataclass(frozen=True)
class QueueRow:
    """One report of the queue. `due` is its clock; `who` the department and the person who deal with it."""

    pk: int
    title: str
    excerpt: str
    icon: SafeString
    status: SafeString
    due: SafeString | str
    visibility: str
    priority: str
    priority_label: str
    who: str
    me_too: int
    lat: float
    lon: float
    state: str
    pending: str


def rows_of(found: list[dict[str, Any]], pending: Mapping[int, str]) -> list[QueueRow]:
    """The rows in the reader's language. `pending` are words for what will be done to a report in a moment."""
    labels = {str(key): str(label) for key, label in PRIORITY_LABELS.items()}
    return [_row(values, labels, pending) for values in found]


def _row(values: dict[str, Any], labels: dict[str, str], pending: Mapping[int, str]) -> QueueRow:
    category, place = (languages.choose(values[f"{name}__names"] or {}) for name in ("category", "place"))
    department = languages.choose(values["department__names"] or {})
    person = values["assignee__name"] or values["assignee__email"] or ""
    priority = Priority(values["priority"]).key
    visibility = values["visibility"]
    return QueueRow(
        pk=values["pk"],
        title=f"{category}, {place}" if place else category,
        excerpt=values["excerpt"],
        icon=icon(values["category__icon"]),
        status=status(values["state"], state_label(values["state"])),
        due=_due(values),
        visibility="" if visibility == Visibility.PUBLIC else visibility,
        priority="" if priority == "normal" else priority,
        priority_label=labels[priority],
        who=" · ".join(part for part in (department, person) if part),
        me_too=values["me_too_count"],
        lat=values["lat"],
        lon=values["lon"],
        state=values["state"],
        pending=pending.get(values["pk"], ""),
    )


def _due(values: dict[str, Any]) -> SafeString | str:
    """What the municipality owes next: the answer, then the repair; when it is closed, since when."""
    if values["closed_at"]:
        return when(values["closed_at"])
    answer: datetime | None = values["response_due_at"]
    if answer and not values["responded_at"]:
        return clock(answer, None, _("answer"))
    return clock(values["fix_due_at"], None, _("repair")) if values["fix_due_at"] else ""
