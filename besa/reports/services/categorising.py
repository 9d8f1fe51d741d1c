"""Correcting what a report is about. The deadline follows, and everybody can see that it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from besa.people.models import User
from besa.reports import exposure
from besa.reports.deadlines import History, deadlines_after, history_of
from besa.reports.models import Category, Change, Question, Report
from besa.reports.rulebook import rule_for
from besa.reports.services.changing import (
    refuse_stale,
    refuse_unless_official,
    write_change,
    write_columns,
)
from besa.reports.services.state_change import ChangeRefused


@dataclass(frozen=True)
class FittingAnswers:
    """What of the citizen's answers also answers the new category's questions, and what does not."""

    kept: dict[str, Any]
    dropped: dict[str, Any]


def correct_category(
    *,
    report: Report,
    category: Category,
    role: str,
    by: User | None = None,
    note: str = "",
    seen: str | None = None,
    at: datetime | None = None,
    undoes: Change | None = None,
    history: History | None = None,
) -> Change:
    """Say that a report is about something else. Nobody's words change.

    Both deadlines are counted again by the new category's rule, from when they always ran. The department that is
    answerable for the new category gets the report; who dealt with it in another department does so no longer. Answers
    to questions that the new category does not ask are taken away; undoing the change brings them back. `seen` is the
    category's id as the official saw it, `history` what the dates follow from, when it was read already. Raises
    ChangeRefused for a category that the municipality does not have, StaleReport when somebody else was faster.
    """
    refuse_unless_official(report, role)
    refuse_stale(report, seen, report.category_id)
    _refuse_category(report, category)
    old = report.category
    answers = _answers_after(report, category, undoes)
    values = _values(report, category, answers, undoes, history or history_of(report))
    before = _belongs_to(report)
    now = at or timezone.now()
    with transaction.atomic():
        # A pause that began or ended meanwhile is not in the history that the dates were counted from.
        seen_now = {"category_id": old.pk, "state": report.state, "paused_until": report.paused_until}
        write_columns(report, seen_now, values | {"category": category, "changed_at": now})
        exposure.change(report, old_state=report.state, old_category_id=old.pk, old_zkey=report.zkey)
        return write_change(
            report=report,
            kind=Change.Kind.CATEGORISED,
            role=role,
            by=by,
            at=now,
            before=before,
            after=_belongs_to(report),
            kept={"answers": answers.dropped} if answers.dropped else None,
            note=note,
            facts={"old": old.key, "new": category.key},
            private={"answers": answers.dropped},
            undoes=undoes,
        )


def _refuse_category(report: Report, category: Category) -> None:
    if category.pk == report.category_id:
        raise ChangeRefused("nothing_changed")
    if category.municipality_id not in (None, report.municipality_id):
        raise ChangeRefused("category_elsewhere")


def _belongs_to(report: Report) -> dict[str, int | None]:
    return {
        "category": report.category_id,
        "department": report.department_id,
        "assignee": report.assignee_id,
    }


def fitting_answers(report: Report, category: Category) -> FittingAnswers:
    """Which answers stay: those whose question the new category asks too, in the same way."""
    if not report.answers:
        return FittingAnswers({}, {})
    own = Q(municipality__isnull=True) | Q(municipality_id=report.municipality_id)
    asked = {one.key: one for one in Question.objects.filter(own, category=category)}
    before = {one.key: one for one in Question.objects.filter(own, category_id=report.category_id)}
    kept = {
        key: given
        for key, given in report.answers.items()
        if key in asked and _answers_it(given, asked[key], before.get(key))
    }
    return FittingAnswers(kept, {key: given for key, given in report.answers.items() if key not in kept})


def _answers_it(given: Any, question: Question, before: Question | None) -> bool:
    if before is not None and before.kind != question.kind:
        return False
    options = {option["key"] for option in question.options}
    return question.kind != Question.Kind.CHOICE or given in options


def _answers_after(report: Report, category: Category, undoes: Change | None) -> FittingAnswers:
    answers = fitting_answers(report, category)
    back = undoes.kept.get("answers", {}) if undoes is not None else {}
    return FittingAnswers({**answers.kept, **back}, answers.dropped)


def _values(
    report: Report, category: Category, answers: FittingAnswers, undoes: Change | None, history: History
) -> dict[str, Any]:
    due = deadlines_after(history.about(category.pk))
    rule = rule_for(report.municipality, category)
    department_id, assignee_id = report.department_id, report.assignee_id
    if undoes is not None:
        department_id, assignee_id = undoes.before["department"], undoes.before["assignee"]
    elif rule.department_id and rule.department_id != department_id:
        department_id, assignee_id = rule.department_id, None
    return {
        "answers": answers.kept,
        "department_id": department_id,
        "assignee_id": assignee_id,
        "response_due_at": due.response_due_at,
        "fix_due_at": due.fix_due_at,
        "has_changes": True,
    }
