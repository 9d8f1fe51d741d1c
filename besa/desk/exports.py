"""A queue as a table for a spreadsheet, in the reader's language and the municipality's time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from besa.core import languages
from besa.core.links import absolute_url
from besa.core.spreadsheets import csv_pieces
from besa.desk.labels import VIEW_LABELS, VISIBILITY_LABELS
from besa.desk.queries.listing import pieces_of
from besa.desk.queries.queue import Queue
from besa.places.calendar import zone_of
from besa.places.gazetteer import gazetteer
from besa.reports.deadlines import is_answer_late, is_repair_late
from besa.reports.labels import priority_label, state_label
from besa.reports.models import Report
from besa.reports.models.report import Visibility
from besa.reports.rulebook import category_of

_HEAD: Final = (
    gettext_lazy("Number"),
    gettext_lazy("Category"),
    gettext_lazy("State"),
    gettext_lazy("Place"),
    gettext_lazy("Address"),
    gettext_lazy("Department"),
    gettext_lazy("Person"),
    gettext_lazy("Priority"),
    pgettext_lazy("when", "Reported"),
    gettext_lazy("Answer due"),
    pgettext_lazy("when", "Answered"),
    gettext_lazy("Repair due"),
    pgettext_lazy("when", "Closed"),
    VIEW_LABELS["late"],
    gettext_lazy("Me too"),
    gettext_lazy("Not public"),
    gettext_lazy("Link"),
)
#: what spreadsheets of every language read as a date and a time
_MOMENT: Final = "%Y-%m-%d %H:%M"
#: what says whether a report is late
_DATES: Final = ("response_due_at", "responded_at", "fix_due_at", "closed_at")


def queue_csv(queue: Queue, *, language: str, brand: str) -> Iterator[str]:
    """The file in pieces. Each is made in the language that is named, whatever is active when it is asked for."""
    table = _Table(queue, language, brand)
    with translation.override(language):
        head = [str(name) for name in _HEAD]
    return csv_pieces(head, (table.rows(piece) for piece in pieces_of(queue)))


class _Table:
    """What all lines have in common."""

    def __init__(self, queue: Queue, language: str, brand: str) -> None:
        self._now, self._zone = queue.moment.now, zone_of(queue.scope.municipality)
        self._language = language
        self._places = gazetteer().places
        # One address is made, and the others are like it.
        address = absolute_url("desk:report", 0, language=language, brand=brand)
        self._before, self._after = address.split("/0/", 1)

    def rows(self, found: list[dict[str, Any]]) -> list[list[object]]:
        """The lines of one piece."""
        with translation.override(self._language):
            return [self._row(values) for values in found]

    def _row(self, values: dict[str, Any]) -> list[object]:
        number, place = values["pk"], self._places.get(values["place_id"])
        visibility = values["visibility"]
        return [
            number,
            category_of(values["category_id"]).name,
            str(state_label(values["state"])),
            place.name if place else None,
            values["address"],
            languages.choose(values["department__names"] or {}),
            values["assignee__name"] or values["assignee__email"],
            str(priority_label(values["priority"])),
            *(
                self._moment(values[name])
                for name in ("created_at", "response_due_at", "responded_at", "fix_due_at", "closed_at")
            ),
            self._late(values),
            values["me_too_count"],
            str(VISIBILITY_LABELS[visibility]) if visibility != Visibility.PUBLIC else None,
            f"{self._before}/{number}/{self._after}",
        ]

    def _moment(self, moment: datetime | None) -> str | None:
        return moment.astimezone(self._zone).strftime(_MOMENT) if moment else None

    def _late(self, values: dict[str, Any]) -> str | None:
        """What is overdue."""
        report = Report(**{name: values[name] for name in _DATES})
        late = [_("answer")] if is_answer_late(report, self._now) else []
        if is_repair_late(report, self._now):
            late.append(_("repair"))
        return ", ".join(late) or None
