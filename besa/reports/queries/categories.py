"""What people can report in a municipality, in its own wording and order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from besa.core import languages
from besa.reports.models import Category, CategoryRule, Question
from besa.reports.rulebook import rulebook

GROUP_LABELS: dict[str, Promise] = {
    Category.Group.STREETS: pgettext_lazy("group of categories", "Streets"),
    Category.Group.CLEANLINESS: pgettext_lazy("group of categories", "Cleanliness"),
    Category.Group.WATER: pgettext_lazy("group of categories", "Water"),
    Category.Group.PUBLIC_SPACE: pgettext_lazy("group of categories", "Public space"),
    Category.Group.OTHER: pgettext_lazy("group of categories", "Other"),
}


@dataclass(frozen=True)
class OfferedQuestion:
    """An extra question, in the reader's language."""

    key: str
    kind: str
    label: str
    options: tuple[tuple[str, str], ...]
    required: bool
    public: bool


@dataclass(frozen=True)
class OfferedCategory:
    """A category that a municipality offers, in the reader's language."""

    id: int
    key: str
    group: str
    icon: str
    name: str
    questions: tuple[OfferedQuestion, ...]


@dataclass(frozen=True)
class OfferedGroup:
    """Categories that belong together, under one heading."""

    key: str
    label: Promise
    categories: tuple[OfferedCategory, ...]


def categories_of(municipality_id: int) -> list[OfferedCategory]:
    """Categories a municipality offers, in its order, with their questions. No query."""
    book = rulebook()
    rules = book.rules_of(municipality_id)
    ranked = sorted(
        (_position(category, rules.get(category.pk)), category.key, category)
        for category in book.categories_in(municipality_id)
        if category.pk not in rules or rules[category.pk].offered
    )
    return [
        OfferedCategory(
            id=category.pk,
            key=category.key,
            group=category.group,
            icon=category.icon,
            name=name_of(category, rules.get(category.pk)),
            questions=tuple(_offered(one) for one in book.questions_in(municipality_id, category.pk)),
        )
        for _, _, category in ranked
    ]


def grouped(categories: Iterable[OfferedCategory]) -> list[OfferedGroup]:
    """The same categories by group; a group stands where its first category does."""
    groups: dict[str, list[OfferedCategory]] = {}
    for category in categories:
        groups.setdefault(category.group, []).append(category)
    return [OfferedGroup(key, GROUP_LABELS[key], tuple(items)) for key, items in groups.items()]


def name_of(category: Category, rule: CategoryRule | None) -> str:
    """The municipality's own wording in the reader's language, or the category's."""
    own = languages.choose(rule.names) if rule else ""
    return own or category.name


def _position(category: Category, rule: CategoryRule | None) -> int:
    return rule.position if rule and rule.position is not None else category.position


def _offered(question: Question) -> OfferedQuestion:
    return OfferedQuestion(
        key=question.key,
        kind=question.kind,
        label=languages.choose(question.labels),
        options=tuple((option["key"], languages.choose(option["labels"])) for option in question.options),
        required=question.required,
        public=question.public,
    )
