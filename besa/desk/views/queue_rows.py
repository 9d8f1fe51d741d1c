"""The rows of the queue, drawn here: a template takes four times as long over fifty of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from besa.core import languages
from besa.core.templatetags.besa import clock, icon, status, when
from besa.desk.labels import PRIORITY_LABELS, VISIBILITY_LABELS
from besa.places.gazetteer import gazetteer
from besa.reports.labels import state_label
from besa.reports.models.report import Priority, Visibility
from besa.reports.rulebook import category_of

_NORMAL: Final = int(Priority.NORMAL)


@dataclass(frozen=True)
class QueueRow:
    """One report of the queue. `html` is its whole item; `pending` what will be done to it in a moment."""

    pk: int
    pending: str
    html: SafeString


def rows_of(
    found: list[dict[str, Any]], pending: Mapping[int, str], query: str, *, ticks: bool
) -> list[QueueRow]:
    """The rows in the reader's language. `pending` are words for what will be done to a report in a moment.

    `query` is that of the queue, so that a report's page leads back to it. `ticks` says whether rows can be picked.
    """
    painter = _Painter(query, ticks=ticks)
    return [
        QueueRow(values["pk"], words := pending.get(values["pk"], ""), painter.item(values, words))
        for values in found
    ]


class _Painter:
    """What all rows of a page have in common, made once. Whatever a person wrote is escaped where it is put in."""

    def __init__(self, query: str, *, ticks: bool) -> None:
        # One address is made and the others are like it.
        address = escape(reverse("desk:report", args=[0]) + f"?{query}")
        self._before, self._after = address.split("/0/", 1)
        self._ticks = ticks
        self._places = gazetteer().places
        self._answer, self._repair, self._me_too = _("answer"), _("repair"), _("Me too")
        self._priorities = {
            int(priority): _tag("flag", PRIORITY_LABELS[priority.key], f" desk-{priority.key}")
            for priority in Priority
        }

    def item(self, values: dict[str, Any], waiting: str) -> SafeString:
        """One list item: a tick, the link that covers it, the beginning of the words, and the line below."""
        pk, category, place = (
            values["pk"],
            category_of(values["category_id"]),
            self._places.get(values["place_id"]),
        )
        title = escape(f"{pk} {category.name}, {place.name}" if place else f"{pk} {category.name}")
        href = f"{self._before}/{pk}/{self._after}"
        tick = (
            f'<label class="desk-tick"><input type="checkbox" name="pick" value="{pk}" form="desk-picks">'
            f'<span class="sr-only">{title}</span></label>'
            if self._ticks
            else ""
        )
        return SafeString(
            f'<li class="item" id="row-{pk}" data-lat="{values["lat"]!r}" data-lon="{values["lon"]!r}"'
            f' data-state="{values["state"]}">{tick}{icon(category.icon)}<div class="item-body">\n'
            f'<a class="cover item-title" href="{href}" hx-get="{href}" hx-target="#desk-detail"'
            f' hx-push-url="true">{title}</a>\n<p class="desk-words">{escape(values["excerpt"])}</p>\n'
            f'<div class="item-line">{self._line(values, waiting)}</div>\n</div></li>'
        )

    def _line(self, values: dict[str, Any], waiting: str) -> str:
        """State, clock, who deals with it, how many have the same problem."""
        parts: list[str] = [status(values["state"], state_label(values["state"]))]
        if values["priority"] != _NORMAL:
            parts.append(self._priorities[values["priority"]])
        if values["visibility"] != Visibility.PUBLIC:
            parts.append(_tag("eye", VISIBILITY_LABELS[values["visibility"]]))
        parts.append(self._due(values))
        department = languages.choose(values["department__names"] or {})
        person = values["assignee__name"] or values["assignee__email"] or ""
        if who := " · ".join(part for part in (department, person) if part):
            parts.append(f"<span>{escape(who)}</span>")
        if n := values["me_too_count"]:
            hidden = f'<span class="sr-only"> {self._me_too}</span>'
            parts.append(f'<span class="numbers">{icon("people")}{n}{hidden}</span>')
        if waiting:
            parts.append(_tag("refresh", waiting))
        return "".join(parts)

    def _due(self, values: dict[str, Any]) -> str:
        """What the municipality owes next: the answer, then the repair; when it is closed, since when."""
        if values["closed_at"]:
            return when(values["closed_at"])
        answer: datetime | None = values["response_due_at"]
        if answer and not values["responded_at"]:
            return clock(answer, None, self._answer)
        return clock(values["fix_due_at"], None, self._repair) if values["fix_due_at"] else ""


def _tag(sign: str, words: str | Promise, look: str = "") -> str:
    return f'<span class="tag{look}">{icon(sign)}{escape(words)}</span>'
