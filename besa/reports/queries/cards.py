"""What social cards say, only ever of what everybody may see."""

from __future__ import annotations

from django.db.models import Sum
from django.utils import translation
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from besa.core.dates import day_of
from besa.places.models import Municipality
from besa.places.terms import in_words_of
from besa.reports import photo_files
from besa.reports.cards.municipality_card import MunicipalityCard, Share
from besa.reports.cards.report_card import ReportCard
from besa.reports.labels import state_label
from besa.reports.models import StateCount
from besa.reports.models.report import OPEN, State
from besa.reports.queries.photos import public_photos
from besa.reports.queries.public import public_reports


def report_card(pk: int, language: str) -> ReportCard | None:
    """What the card of a report says; None unless everybody may see the report."""
    report = (
        public_reports()
        .select_related("category", "municipality", "place")
        .defer("text", "answers")
        .filter(pk=pk)
        .first()
    )
    if report is None:
        return None
    photos = public_photos(report.pk)
    # After a repair the official's picture tells more than the hole that was there before.
    shown = [photo for photo in photos if photo.by_official and report.state == State.FIXED] or photos
    photo = shown[0] if shown else None
    with translation.override(language):
        names = [report.place.name if report.place else "", report.municipality.name]
        return ReportCard(
            number=report.pk,
            title=report.category.name,
            place=", ".join(dict.fromkeys(name for name in names if name)),
            day=day_of(report.created_at),
            state=report.state,
            state_label=capfirst(in_words_of(report.municipality.country, state_label(report.state))),
            language=language,
            photo=photo_files.drawn_path(photo.key, photo.version, "page") if photo else None,
        )


def municipality_card(slug: str, language: str) -> MunicipalityCard | None:
    """What the card of a municipality says; None for one that takes no reports."""
    municipality = Municipality.objects.filter(slug=slug, active=True).first()
    if municipality is None:
        return None
    counts = dict(
        StateCount.objects.filter(municipality=municipality.pk)
        .values_list("state")
        .annotate(n=Sum("n"))
        .values_list("state", "n")
    )
    still_open = sum(n for state, n in counts.items() if state in OPEN)
    fixed = counts.get(State.FIXED, 0)
    with translation.override(language):
        return MunicipalityCard(
            name=municipality.name,
            line=gettext("Problems that citizens reported"),
            open=_share(State.RECEIVED, still_open, pgettext("number of problems", "open")),
            fixed=_share(State.FIXED, fixed, pgettext("number of problems", "fixed")),
            language=language,
        )


def _share(state: str, n: int, label: str) -> Share:
    return Share(state, n, number_format(n, force_grouping=True), label)
