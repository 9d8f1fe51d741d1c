"""Categories, their questions and each municipality's rules, held in memory: every form and every report needs them.

The objects are shared by all threads: to be read, never to be changed or saved.
"""

from __future__ import annotations

from dataclasses import dataclass

from besa.core.held import Held
from besa.places.gazetteer import gazetteer
from besa.places.models import Municipality
from besa.reports.models import Category, CategoryRule, Question, Report


@dataclass(frozen=True)
class Rulebook:
    """All of them, as they were at one revision, in their order."""

    categories: dict[int, Category]
    questions: dict[int, tuple[Question, ...]]
    _rules: dict[int, dict[int, CategoryRule]]

    def rules_of(self, municipality_id: int) -> dict[int, CategoryRule]:
        """What a municipality has settled, by category."""
        return self._rules.get(municipality_id, {})

    def category_of_key(self, key: str) -> Category | None:
        """The category of a key, if there is one."""
        return next((category for category in self.categories.values() if category.key == key), None)

    def categories_in(self, municipality_id: int) -> list[Category]:
        """What everybody can report, and the municipality's own additions."""
        return [
            category
            for category in self.categories.values()
            if category.municipality_id in (None, municipality_id)
        ]

    def questions_in(self, municipality_id: int, category_id: int) -> list[Question]:
        """What is asked there about a category: the common questions, and the municipality's own."""
        return [
            question
            for question in self.questions.get(category_id, ())
            if question.municipality_id in (None, municipality_id)
        ]


def _load(revision: str) -> Rulebook:
    rules: dict[int, dict[int, CategoryRule]] = {}
    for rule in CategoryRule.objects.all():
        rules.setdefault(rule.municipality_id, {})[rule.category_id] = rule
    questions: dict[int, list[Question]] = {}
    for question in Question.objects.all():
        questions.setdefault(question.category_id, []).append(question)
    return Rulebook(
        categories={category.pk: category for category in Category.objects.all()},
        questions={category: tuple(asked) for category, asked in questions.items()},
        _rules=rules,
    )


_held = Held("rules", (Category, CategoryRule, Question), _load)


def rulebook() -> Rulebook:
    """The rules that hold now, at most a second behind the database."""
    return _held.current()


def category_of(pk: int) -> Category:
    """A category that is there for certain: one that another process has just made is read at once."""
    if pk not in rulebook().categories:
        _held.forget()
    return rulebook().categories[pk]


def rule_for(municipality: Municipality, category: Category) -> CategoryRule:
    """How a municipality handles a category; the defaults where it has settled nothing."""
    settled = rulebook().rules_of(municipality.pk).get(category.pk)
    return settled or CategoryRule(municipality=municipality, category=category)


def attach_known(report: Report) -> Report:
    """Give a report its category, municipality and place from memory, which saves three joins."""
    known = gazetteer()
    if category := rulebook().categories.get(report.category_id):
        report.category = category
    if municipality := known.municipalities.get(report.municipality_id):
        report.municipality = municipality
    if place := known.places.get(report.place_id or 0):
        report.place = place
    return report
