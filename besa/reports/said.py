"""Where words about a report stand: every column into which somebody may have written them.

Erasing a report and removing words from it go through these places (`services/forgetting.py`). A new column that holds
people's words belongs here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from besa.reports.models import AbuseReport, Change, Pause, Question, Report, Reporter, Transition, Update
from besa.reports.rulebook import rulebook


@dataclass(frozen=True)
class Place:
    """A column in which words about a report stand: `kind` names the rows in the list kept outside the database."""

    kind: str
    rows: Callable[[Report], QuerySet[Any]]
    column: str

    @property
    def is_json(self) -> bool:
        """True for a column whose value holds texts."""
        return self.column in ("answers", "texts", "kept")


#: the columns that may hold people's words; a typed answer is one, the key of a choice is not
PLACES = (
    Place("report", lambda report: Report.objects.filter(pk=report.pk), "text"),
    Place("report", lambda report: Report.objects.filter(pk=report.pk), "address"),
    Place("report", lambda report: Report.objects.filter(pk=report.pk), "answers"),
    Place("update", lambda report: Update.objects.filter(report=report), "text"),
    Place("update", lambda report: Update.objects.filter(report=report), "texts"),
    Place("change", lambda report: Change.objects.filter(report=report), "kept"),
    Place("transition", lambda report: Transition.objects.filter(report=report), "forwarded_to"),
    Place("pause", lambda report: Pause.objects.filter(report=report), "body"),
    Place("complaint", lambda report: AbuseReport.objects.filter(report=report), "text"),
    Place("reporter", lambda report: Reporter.objects.filter(report=report, show_name=True), "name"),
)
_TYPED = (Question.Kind.TEXT, Question.Kind.NUMBER)


@dataclass(frozen=True)
class Words:
    """What stands in one row of a place."""

    place: Place
    pk: int
    value: Any

    @property
    def where(self) -> tuple[str, ...]:
        """The way to it, as a `Cut` has it."""
        return (self.place.kind, str(self.pk), self.place.column)


def words_about(report: Report) -> list[Words]:
    """All that people wrote about a report, wherever it stands."""
    return [
        Words(place, pk, _typed(value, report) if place.column == "answers" else value)
        for place in PLACES
        for pk, value in place.rows(report).order_by("pk").values_list("pk", place.column)
        if value
    ]


def _typed(answers: dict[str, Any], report: Report) -> dict[str, Any]:
    """The answers that were typed, and those whose question is gone: not the keys of choices, nor dates."""
    asked = {one.key: one.kind for one in rulebook().questions_in(report.municipality_id, report.category_id)}
    return {key: value for key, value in answers.items() if asked.get(key, Question.Kind.TEXT) in _TYPED}
