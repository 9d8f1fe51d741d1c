"""The gate of testability: five questions. What fails one stays on the list as unratable, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Question:
    """One question of the gate, and what everybody reads when the answer was no."""

    key: str
    asks: Promise
    failed: Promise


QUESTIONS: Final[dict[str, Question]] = {
    question.key: question
    for question in (
        Question(
            "actor",
            _("Does it say who will do it, or is it clear that it is the mayor?"),
            _("It does not say who will do it."),
        ),
        Question(
            "outcome", _("Does it name an action or a result?"), _("It names neither an action nor a result.")
        ),
        Question(
            "verifiable", _("Could two people find out, apart from each other, whether it happened?"),
            _("Nobody could find out whether it happened."),
        ),
        Question(
            "competence", _("May a municipality do it?"), _("A municipality may not do it.")
        ),
        Question(
            "deadline",
            _("Does it have a date, or can the end of the term be meant?"),
            _("It has no time by which it is due."),
        ),
    )
}  # fmt: skip


def failed(answers: Mapping[str, bool]) -> list[str]:
    """Keys of the questions that were answered no, in order. KeyError when one was not answered at all."""
    return [key for key in QUESTIONS if not answers[key]]


def is_answered(answers: Mapping[str, bool]) -> bool:
    """Whether every question has an answer."""
    return all(isinstance(answers.get(key), bool) for key in QUESTIONS)


def reason_label(key: str) -> Promise | str:
    """What everybody reads of a pledge that failed a question."""
    return QUESTIONS[key].failed if key in QUESTIONS else key
