"""The categories of a municipality as its coordinator edits them: those that are switched off included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from besa.core.held import CHECK_EVERY_S
from besa.ledger.verbs import known_verbs
from besa.people.setting_history import SettingChange, changes_of
from besa.places.models import Municipality
from besa.reports.deadlines import Promise, promise_at, promises_of
from besa.reports.deadlines.words import terms_in_words
from besa.reports.models import Category, CategoryRule, Question
from besa.reports.queries.categories import name_of


@dataclass(frozen=True)
class EditableCategory:
    """A category and what the municipality has made of it; `rule` holds the defaults where it has said nothing."""

    category: Category
    name: str
    rule: CategoryRule
    is_own: bool
    promise: Promise

    @property
    def answer_within(self) -> str:
        """By when it is answered, in words."""
        return terms_in_words(self.promise.response)

    @property
    def fixed_within(self) -> str:
        """By when it is repaired, in words."""
        return terms_in_words(self.promise.fix)


def category_to_edit(municipality: Municipality) -> QuerySet[Category]:
    """The categories that a municipality may set up: the common ones and its own."""
    return Category.objects.filter(Q(municipality__isnull=True) | Q(municipality=municipality))


def categories_to_edit(municipality: Municipality) -> list[EditableCategory]:
    """All of them in the order in which citizens see them. Two queries."""
    rules = {
        rule.category_id: rule
        for rule in CategoryRule.objects.filter(municipality=municipality).select_related("department")
    }
    found, now = [], timezone.now() + timedelta(seconds=2 * CHECK_EVERY_S)
    for category in category_to_edit(municipality):
        rule = rules.get(category.pk)
        own_rule = rule or CategoryRule(municipality=municipality, category=category)
        name = name_of(category, rule)
        promise = promise_at(promises_of(municipality), category.pk, now)
        is_own = category.municipality_id is not None
        found.append(EditableCategory(category, name, own_rule, is_own, promise))
    return sorted(found, key=_place)


def _place(row: EditableCategory) -> tuple[int, str]:
    position = row.rule.position if row.rule.position is not None else row.category.position
    return position, row.category.key


def rule_for(municipality: Municipality, category: Category) -> CategoryRule | None:
    """What the municipality has said about a category, or None."""
    return CategoryRule.objects.filter(municipality=municipality, category=category).first()


def questions_to_edit(municipality: Municipality, category: Category) -> list[Question]:
    """The questions of a category: those that all ask, and the municipality's own."""
    own = Q(municipality__isnull=True) | Q(municipality=municipality)
    return list(Question.objects.filter(own, category=category))


def category_history(municipality: Municipality, category: Category) -> list[SettingChange]:
    """What was changed about a category and its questions, newest first."""
    verbs = [verb for verb in known_verbs() if verb.startswith("categories.")]
    return changes_of(municipality=municipality.slug, verbs=verbs, subject=f"category:{category.key}")
