"""The rows of the queue, ready to be shown: everything that can be said before is said before the template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.core import languages
from besa.core.templatetags.besa import clock, icon, status, when
from besa.desk.labels import PRIORITY_LABELS
from besa.reports.labels import state_label
from besa.reports.models.report import Priority, Visibility

_VISIBILITIES: Final[dict[str, Promise]] = {
    Visibility.AWAITING_MODERATION: gettext_lazy("not yet published"),
    Visibility.PRIVATE: gettext_lazy("private"),
    Visibility.HIDDEN: gettext_lazy("hidden"),
}


@dataclass(frozen=True)
class QueueRow:
    """One report of the queue. `line` is all that stands below its words: state, clock, who deals with it."""

    pk: int
    href: SafeString
    title: str
    excerpt: str
    icon: SafeString
    line: SafeString
    lat: str
    lon: str
    state: str
    pending: str


def rows_of(found: list[dict[str, Any]], pending: Mapping[int, str], query: str) -> list[QueueRow]:
    """The rows in the reader's language. `pending` are words for what will be done to a report in a moment.

    `query` is that of the queue, so that a report's page leads back to it.
    """
    labels = {str(key): str(label) for key, label in PRIORITY_LABELS.items()}
    # One address is made and the others are like it.
    address = reverse("desk:report", args=[0]) + f"?{query}"
    before, after = (SafeString(part) for part in escape(address).split("/0/", 1))
    return [_row(values, labels, pending, f"{before}/{values['pk']}/{after}") for values in found]


def _row(values: dict[str, Any], labels: dict[str, str], pending: Mapping[int, str], href: str) -> QueueRow:
    category, place = (languages.choose(values[f"{name}__names"] or {}) for name in ("category", "place"))
    waiting = pending.get(values["pk"], "")
    return QueueRow(
        pk=values["pk"],
        href=SafeString(href),
        title=f"{category}, {place}" if place else category,
        excerpt=values["excerpt"],
        icon=icon(values["category__icon"]),
        line=_line(values, labels, waiting),
        lat=repr(values["lat"]),
        lon=repr(values["lon"]),
        state=values["state"],
        pending=waiting,
    )


def _line(values: dict[str, Any], labels: dict[str, str], waiting: str) -> SafeString:
    """Joined here, because a template takes twice as long over fifty rows of it."""
    department = languages.choose(values["department__names"] or {})
    person = values["assignee__name"] or values["assignee__email"] or ""
    priority = Priority(values["priority"]).key
    parts = [status(values["state"], state_label(values["state"]))]
    if priority != "normal":
        parts.append(
            format_html('<span class="tag desk-{}">{}{}</span>', priority, icon("flag"), labels[priority])
        )
    if values["visibility"] != Visibility.PUBLIC:
        parts.append(_tag("eye", _VISIBILITIES[values["visibility"]]))
    parts.append(conditional_escape(_due(values)))
    if who := " · ".join(part for part in (department, person) if part):
        parts.append(format_html("<span>{}</span>", who))
    if values["me_too_count"]:
        hidden = format_html('<span class="sr-only"> {}</span>', _("Me too"))
        parts.append(
            format_html('<span class="numbers">{}{}{}</span>', icon("people"), values["me_too_count"], hidden)
        )
    if waiting:
        parts.append(_tag("refresh", waiting))
    return SafeString("".join(parts))


def _tag(sign: str, words: str | Promise) -> SafeString:
    return format_html('<span class="tag">{}{}</span>', icon(sign), words)


def _due(values: dict[str, Any]) -> SafeString | str:
    """What the municipality owes next: the answer, then the repair; when it is closed, since when."""
    if values["closed_at"]:
        return when(values["closed_at"])
    answer: datetime | None = values["response_due_at"]
    if answer and not values["responded_at"]:
        return clock(answer, None, _("answer"))
    return clock(values["fix_due_at"], None, _("repair")) if values["fix_due_at"] else ""
