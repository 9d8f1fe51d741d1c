"""Prepared answers: which fit a report, how they read, how often they were used."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from besa.core import languages
from besa.people.models import User
from besa.places.models import Municipality
from besa.reports.models import Category, Report, ResponseTemplate
from besa.reports.template_words import fill_all
from besa.reports.wording import Wording


@dataclass(frozen=True)
class Suggestion:
    """A prepared answer, filled in for one report, in each of its languages."""

    template: ResponseTemplate
    texts: dict[str, str]

    @property
    def pk(self) -> int:
        """The template's id."""
        return self.template.pk

    @property
    def name(self) -> str:
        """What colleagues call it."""
        return self.template.name


def templates_of(municipality: Municipality) -> QuerySet[ResponseTemplate]:
    """The prepared answers of a municipality that are offered, each with `used` and `unchanged`: how often."""
    return (
        ResponseTemplate.objects.filter(municipality=municipality, retired_at__isnull=True)
        .select_related("category")
        .annotate(
            used=Count("uses"),
            unchanged=Count("uses", filter=Q(uses__by_template=True)),
        )
        .order_by("name", "pk")
    )


def suggestions_for(report: Report, officer: User) -> list[Suggestion]:
    """The prepared answers that fit a report's category, best first, whatever the state that they are for. One query.

    Those for the very category come before those for all; `suitable` picks those for one act.
    """
    fitting = ResponseTemplate.objects.filter(
        Q(category=report.category_id) | Q(category__isnull=True),
        municipality_id=report.municipality_id,
        retired_at__isnull=True,
    )
    ranked = sorted(fitting, key=lambda one: (one.category_id is None, one.state == "", one.name))
    return [Suggestion(one, fill_all(one.texts, report, officer=str(officer))) for one in ranked]


def templates_for_act(municipality: Municipality, state: str) -> list[ResponseTemplate]:
    """The prepared answers for an act on many reports, after which they are in `state` (empty: as they were)."""
    offered = ResponseTemplate.objects.filter(
        municipality=municipality, retired_at__isnull=True, state__in={"", state}
    )
    return sorted(offered.select_related("category"), key=lambda one: (one.state == "", one.name.casefold()))


def suitable(suggestions: list[Suggestion], state: str) -> list[Suggestion]:
    """Those for an act after which the report is in a state: made for that state, or for all."""
    return [one for one in suggestions if one.template.state in ("", state)]


def wording_of(
    *,
    report: Report,
    officer: User,
    template_id: int | None,
    text: str,
    language: str,
    texts: dict[str, str],
) -> Wording:
    """How an answer came about that an officer sends: by which prepared one, and whether they changed a word of it.

    `text` is in `language`; `texts` are the same words for readers of other languages. A template of elsewhere counts
    as none.
    """
    given = {code: words.strip() for code, words in texts.items() if words.strip() and code != language}
    template = ResponseTemplate.objects.filter(
        pk=template_id or 0, municipality_id=report.municipality_id
    ).first()
    if template is None:
        return Wording(language=language, texts=given)
    prepared = fill_all(template.texts, report, officer=str(officer))
    said = {language: text, **given}
    unchanged = all(_same(words, prepared.get(code, "")) for code, words in said.items())
    return Wording(language=language, texts=given, template=template, by_template=unchanged)


def languages_beside(report: Report, officer: User) -> list[str]:
    """In which languages an answer is asked for beside the officer's own: the citizen's, when it is another.

    Serbian in Latin letters is Serbian: it is derived.
    """
    return [code for code in [authored(report.language)] if code != authored(officer.language)]


def authored(language: str) -> str:
    """The language in which words are written for readers of one: Serbian Latin is derived from Cyrillic."""
    return languages.SR if language == languages.SR_LATN else language


def categories_for_templates(municipality: Municipality) -> list[Category]:
    """The categories that a prepared answer can be for, by name."""
    own = Category.objects.filter(Q(municipality__isnull=True) | Q(municipality=municipality))
    return sorted(own, key=lambda one: one.name.casefold())


def _same(one: str, other: str) -> bool:
    """The same words, whatever the spaces and line breaks a browser sends."""
    return one.split() == other.split()
