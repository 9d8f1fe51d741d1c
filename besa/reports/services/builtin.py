"""Loading the starting categories."""

from __future__ import annotations

from django.db import transaction

from besa.reports.builtin.categories import CATEGORIES, BuiltinCategory
from besa.reports.models import Category, Question


def load_builtin_categories() -> int:
    """Add the built-in categories that are missing, with their questions; how many were added.

    What is there already stays as administrators left it, so this may run at every start.
    """
    known = set(Category.objects.values_list("key", flat=True))
    missing = [item for item in enumerate(CATEGORIES, start=1) if item[1].key not in known]
    if missing:
        with transaction.atomic():
            for position, item in missing:
                _add(item, position * 10)
    return len(missing)


def _add(item: BuiltinCategory, position: int) -> None:
    category = Category.objects.create(
        key=item.key, group=item.group, icon=item.key, names=item.names, position=position
    )
    Question.objects.bulk_create(
        Question(
            category=category,
            key=question.key,
            kind=question.kind,
            labels=question.labels,
            options=[{"key": key, "labels": labels} for key, labels in question.options],
            position=number * 10,
        )
        for number, question in enumerate(item.questions, start=1)
    )
