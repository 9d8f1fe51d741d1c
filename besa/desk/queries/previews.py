"""How a prepared answer reads on a real report of the municipality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from besa.core import languages
from besa.places.models import Municipality
from besa.reports.models import Category, Report
from besa.reports.queries.public import public_reports
from besa.reports.template_words import fill_all


@dataclass(frozen=True)
class Preview:
    """A text in one language, filled in for the report with this number."""

    tag: str
    text: str
    number: int


def previews_of(
    municipality: Municipality, texts: Mapping[str, str], category: Category | None, officer: str
) -> list[Preview]:
    """Each text for the municipality's newest public report of the category; empty while there is none."""
    report = _example(municipality, category) if any(texts.values()) else None
    if report is None:
        return []
    filled = fill_all(dict(texts), report, officer=officer)
    return [Preview(languages.TAGS[code], text, report.pk) for code, text in filled.items()]


def _example(municipality: Municipality, category: Category | None) -> Report | None:
    found = public_reports().filter(municipality=municipality)
    if category is not None:
        found = found.filter(category=category)
    return (
        found.select_related("municipality", "category", "place", "department")
        .order_by("-created_at")
        .first()
    )
