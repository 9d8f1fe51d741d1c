"""How a prepared answer reads on real reports of the municipality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from besa.core import languages
from besa.places.models import Municipality
from besa.reports.models import Category, Report, ResponseTemplate
from besa.reports.queries.public import public_reports
from besa.reports.queries.templates import authored
from besa.reports.template_words import fill_all

#: more than these nobody reads
MOST_EXAMPLES = 3


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


@dataclass(frozen=True)
class BulkPreviews:
    """What some of many reporters will read, and how many reports a prepared answer is not for."""

    examples: list[Preview]
    others: int


def bulk_previews(reports: Sequence[int], template: ResponseTemplate, officer: str) -> BulkPreviews:
    """One example for each language in which these reports were written, MOST_EXAMPLES at most. Two queries."""
    chosen = Report.objects.filter(pk__in=reports)
    fitting = chosen if template.category_id is None else chosen.filter(category_id=template.category_id)
    languages_of = dict(fitting.order_by("-pk").values_list("pk", "language"))
    by_language = {authored(language): pk for pk, language in languages_of.items()}
    shown = fitting.filter(pk__in=[*by_language.values()][:MOST_EXAMPLES])
    rows = shown.select_related("municipality", "category", "place", "department").order_by("pk")
    return BulkPreviews(
        examples=[_as_read(template, report, officer) for report in rows],
        others=len(reports) - len(languages_of),
    )


def _as_read(template: ResponseTemplate, report: Report, officer: str) -> Preview:
    """In the reporter's language, else in the next best that there is."""
    filled = fill_all(template.texts, report, officer=officer)
    language = authored(report.language)
    text = languages.choose(filled, language)
    code = next((code for code, words in filled.items() if words == text), language)
    return Preview(languages.TAGS[code], text, report.pk)


def _example(municipality: Municipality, category: Category | None) -> Report | None:
    found = public_reports().filter(municipality=municipality)
    if category is not None:
        found = found.filter(category=category)
    return (
        found.select_related("municipality", "category", "place", "department")
        .order_by("-created_at")
        .first()
    )
