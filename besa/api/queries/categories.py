"""What can be reported, as plain values."""

from __future__ import annotations

from typing import Any

from besa.reports.queries.categories import GROUP_LABELS, OfferedCategory, OfferedQuestion, categories_of

#: municipality of the categories that all have
EVERYWHERE = 0


def categories(municipality_id: int) -> list[dict[str, Any]]:
    """The categories of a municipality, or those that exist everywhere, in their order. Three queries."""
    return [_category(one) for one in categories_of(municipality_id)]


def _category(one: OfferedCategory) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "group": {"key": one.group, "name": str(GROUP_LABELS[one.group])},
        "questions": [_question(question) for question in one.questions],
    }


def _question(one: OfferedQuestion) -> dict[str, Any]:
    return {
        "key": one.key,
        "kind": one.kind,
        "label": one.label,
        "required": one.required,
        "public": one.public,
        "options": [{"key": key, "name": name} for key, name in one.options],
    }
