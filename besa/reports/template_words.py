"""The placeholders of prepared answers: which there are, finding unknown ones, and filling them in for a report.

A placeholder is a word in braces: "Report {number}: {department} comes by {deadline}". Braces that should stand in the
text are doubled, as in Python.
"""

from __future__ import annotations

import string
from typing import Final

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.core import languages
from besa.core.dates import day_of
from besa.reports.models import Report

#: placeholder → what it stands for, as the coordinator reads it
PLACEHOLDERS: Final[dict[str, Promise]] = {
    "number": _("the report's number"),
    "category": _("the category"),
    "place": _("the settlement or neighbourhood"),
    "municipality": _("the municipality's name"),
    "department": _("the department that deals with it"),
    "deadline": _("the day by which it should be fixed"),
    "officer": _("your name: use it only if you want citizens to know it"),
}
_NO_DEPARTMENT = pgettext_lazy("in an answer, where no department is named", "the department in charge")
_NO_DEADLINE = pgettext_lazy("in an answer, where there is no deadline", "a day that is not set yet")


class BrokenPlaceholderError(ValueError):
    """The braces of a text do not match."""


def unknown_placeholders(text: str) -> list[str]:
    """Placeholders of a text that nothing is known to fill, as they are written. Raises BrokenPlaceholderError."""
    return [name for name in dict.fromkeys(_names(text)) if name not in PLACEHOLDERS]


def fill(text: str, report: Report, *, language: str, officer: str) -> str:
    """A prepared text for one report, with names and dates in the text's language."""
    with translation.override(language):
        values = _values(report, officer, language)
        return string.Formatter().vformat(text, (), values)


def fill_all(texts: dict[str, str], report: Report, *, officer: str) -> dict[str, str]:
    """A prepared answer in all its languages, for one report."""
    return {
        language: fill(text, report, language=language, officer=officer)
        for language, text in texts.items()
        if text.strip()
    }


def _names(text: str) -> list[str]:
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError as error:
        raise BrokenPlaceholderError(text) from error
    names = []
    for _literal, name, form, conversion in parsed:
        if name is not None:
            # "{number:>9}" and "{number!r}" would be Python, not words.
            names.append(f"{name}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}")
    return names


def _values(report: Report, officer: str, language: str) -> dict[str, str]:
    department = report.department
    return {
        "number": str(report.pk),
        "category": languages.choose(report.category.names, language),
        "place": report.place.name if report.place else report.municipality.name,
        "municipality": report.municipality.name,
        "department": department.name if department else str(_NO_DEPARTMENT),
        # Serbian dates end with a dot, and so do most sentences.
        "deadline": day_of(report.fix_due_at).rstrip(".") if report.fix_due_at else str(_NO_DEADLINE),
        "officer": officer,
    }
