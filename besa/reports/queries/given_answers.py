"""What people answered to a category's extra questions, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from besa.core import languages
from besa.core.dates import exactly
from besa.reports.models import Question, Report
from besa.reports.rulebook import rulebook


def questions_about(report: Report) -> list[Question]:
    """The questions that a report of this category was asked in its municipality."""
    return rulebook().questions_in(report.municipality_id, report.category_id)


def public_answers(report: Report) -> list[tuple[str, str]]:
    """Label and answer of each question whose answer everybody may see."""
    return [
        (languages.choose(one.labels), in_words(one, report.answers[one.key]))
        for one in questions_about(report)
        if one.public and one.key in report.answers
    ]


def public_questions(category_ids: Iterable[int]) -> set[tuple[int, str]]:
    """Category and key of the questions whose answers everybody may see."""
    asked = rulebook().questions
    questions = [question for pk in set(category_ids) for question in asked.get(pk, ())]
    shown = {(question.category_id, question.key) for question in questions if question.public}
    return shown - {(question.category_id, question.key) for question in questions if not question.public}


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
