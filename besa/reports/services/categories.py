"""What a municipality makes of the categories: which it offers, in which words, who answers by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from besa.core.canonical import canonical_json
from besa.core.folding import fold
from besa.ledger.services import record
from besa.people.models import Department
from besa.places.models import Municipality
from besa.reports.models import Category, CategoryRule, Question


class ChangedMeanwhile(Exception):
    """Somebody else saved other settings since the form was opened; nothing was written."""


@dataclass(frozen=True)
class Handling:
    """How a municipality handles a category. `names` is its own wording by language, empty keeps the common."""

    offered: bool
    names: Mapping[str, str]
    department: Department | None
    position: int | None


@dataclass(frozen=True)
class Asked:
    """An extra question. `options` of a choice are key → words by language, in their order."""

    kind: str
    labels: Mapping[str, str]
    options: tuple[tuple[str, Mapping[str, str]], ...]
    required: bool
    public: bool
    position: int


def fingerprint(rule: CategoryRule | None) -> str:
    """What a form was opened with, so that saving it later cannot undo somebody else's change unseen."""
    values = _values(rule) if rule else {}
    return sha256(canonical_json(values).encode()).hexdigest()[:16]


def _values(rule: CategoryRule) -> dict[str, Any]:
    return {
        "offered": rule.offered,
        "names": rule.names,
        "department_id": rule.department_id,
        "position": rule.position,
    }


def change_handling(
    *, municipality: Municipality, category: Category, handling: Handling, seen: str, role: str
) -> CategoryRule:
    """Save how a municipality handles a category. By when it answers is in `promising.py`.

    `seen` is the fingerprint the form was opened with; raises ChangedMeanwhile when it is no longer right.
    """
    values = {
        "offered": handling.offered,
        "names": dict(handling.names),
        "department_id": handling.department.pk if handling.department else None,
        "position": handling.position,
    }
    with transaction.atomic():
        rule = CategoryRule.objects.filter(municipality=municipality, category=category).first()
        if fingerprint(rule) != seen:
            raise ChangedMeanwhile
        if rule is None:
            rule = CategoryRule.objects.create(municipality=municipality, category=category, **values)
        elif not CategoryRule.objects.filter(pk=rule.pk, **_values(rule)).update(**values):
            raise ChangedMeanwhile
        department = handling.department.slug if handling.department else ""
        shown = {key: value for key, value in values.items() if key != "department_id"}
        _record("categories.changed", municipality, category, role, {**shown, "department": department})
    rule.refresh_from_db()
    return rule


def add_category(
    *, municipality: Municipality, names: Mapping[str, str], group: str, icon: str, role: str
) -> Category:
    """A category of the municipality's own. Its key is made of its first name and never changes."""
    with transaction.atomic():
        category = Category.objects.create(
            key=_free_key(f"{municipality.slug}-{_slug(names)}", _taken_categories()),
            municipality=municipality,
            names=dict(names),
            group=group,
            icon=icon,
        )
        _record("categories.added", municipality, category, role, {"names": dict(names), "group": group})
    return category


def add_question(*, municipality: Municipality, category: Category, asked: Asked, role: str) -> Question:
    """An extra question that this municipality asks."""
    with transaction.atomic():
        taken = set(Question.objects.filter(category=category).values_list("key", flat=True))
        key = _free_key(_slug(asked.labels)[:36], taken)
        question = Question.objects.create(
            category=category, municipality=municipality, key=key, **_question_values(asked)
        )
        _record("categories.question_added", municipality, category, role, {"question": key})
    return question


def change_question(*, question: Question, asked: Asked, role: str) -> None:
    """Other words, options or order. Answers that were given keep their keys."""
    municipality = _owner(question)
    with transaction.atomic():
        if Question.objects.filter(pk=question.pk).update(**_question_values(asked)):
            _record(
                "categories.question_changed",
                municipality,
                question.category,
                role,
                {"question": question.key},
            )


def remove_question(*, question: Question, role: str) -> None:
    """Ask it no more. Answers that were given stay with their reports."""
    municipality = _owner(question)
    with transaction.atomic():
        if Question.objects.filter(pk=question.pk).delete()[0]:
            _record(
                "categories.question_removed",
                municipality,
                question.category,
                role,
                {"question": question.key},
            )


def change_municipality(
    *, municipality: Municipality, anonymous_reports: bool, moderation: str, role: str
) -> None:
    """Whether a report needs an e-mail address, and whether somebody reads it before it is published."""
    with transaction.atomic():
        changed = (
            Municipality.objects.filter(pk=municipality.pk)
            .exclude(anonymous_reports=anonymous_reports, moderation=moderation)
            .update(anonymous_reports=anonymous_reports, moderation=moderation)
        )
        if changed:
            record(
                verb="municipality.settings_changed",
                subject=f"municipality:{municipality.slug}",
                actor_role=role,
                municipality=municipality.slug,
                public={"anonymous_reports": anonymous_reports, "moderation": moderation},
            )
    municipality.anonymous_reports, municipality.moderation = anonymous_reports, moderation


def _question_values(asked: Asked) -> dict[str, Any]:
    return {
        "kind": asked.kind,
        "labels": dict(asked.labels),
        "options": [{"key": key, "labels": dict(labels)} for key, labels in asked.options],
        "required": asked.required,
        "public": asked.public,
        "position": asked.position,
    }


def _owner(question: Question) -> Municipality:
    """The municipality whose question it is; ValueError for one that all ask."""
    if question.municipality is None:
        raise ValueError("a question that all municipalities ask is not one municipality's to change")
    return question.municipality


def _slug(names: Mapping[str, str]) -> str:
    first = next((name for name in names.values() if name), "")
    return slugify(fold(first))[:40] or "own"


def _taken_categories() -> set[str]:
    return set(Category.objects.values_list("key", flat=True))


def _free_key(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    return next(key for n in range(2, len(taken) + 3) if (key := f"{wanted}-{n}") not in taken)


def _record(
    verb: str, municipality: Municipality, category: Category, role: str, public: dict[str, Any]
) -> None:
    record(
        verb=verb,
        subject=f"category:{category.key}",
        actor_role=role,
        municipality=municipality.slug,
        public={"category": category.key, **public},
    )
