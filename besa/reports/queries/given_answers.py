"""What people answered to a category's extra questions, in the reader's words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from besa.core import languages
from besa.core.dates import exactly
from besa.reports.models import Question, Report


def questions_about(report: Report) -> QuerySet[Question]:
    """The questions that a report of this category was asked in its municipality."""
    own = Q(municipality__isnull=True) | Q(municipality_id=report.municipality_id)
    return Question.objects.filter(own, category_id=report.category_id)


def public_answers(report: Report) -> list[tuple[str, str]]:
    """Label and answer of each question whose answer everybody may see."""
    if not report.answers:
        return []
    asked = questions_about(report).filter(public=True, key__in=report.answers)
    return [(languages.choose(one.labels), in_words(one, report.answers[one.key])) for one in asked]


def all_answers(report: Report) -> list[tuple[str, str]]:
    """Label and answer of each question, for officials; an answer whose question is gone keeps its key."""
    if not report.answers:
        return []
    asked = {one.key: one for one in questions_about(report)}
    return [
        (languages.choose(asked[key].labels) if key in asked else key, in_words(asked.get(key), given))
        for key, given in report.answers.items()
    ]


def in_words(question: Question | None, given: Any) -> str:
    """An answer as the reader would say it: yes or no, the words of a choice, a day in full."""
    if isinstance(given, bool):
        return _("Yes") if given else _("No")
    if question is None:
        return str(given)
    if question.kind == Question.Kind.DATE:
        return _day(str(given))
    options = {option["key"]: option["labels"] for option in question.options}
    return languages.choose(options[given]) if given in options else str(given)


def _day(given: str) -> str:
    """A day in full; what came in before the question asked for a day stays as it is."""
    try:
        return exactly(date.fromisoformat(given))
    except ValueError:
        return given
