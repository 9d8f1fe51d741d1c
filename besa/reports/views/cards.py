"""Social cards: drawn when somebody asks, kept until what they say changes."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from besa.core.cards.keeping import card_answer
from besa.reports import card_files
from besa.reports.cards.municipality_card import paint_municipality_card
from besa.reports.cards.report_card import paint_report_card
from besa.reports.queries.cards import municipality_card, report_card


@require_safe
def report_card_file(request: HttpRequest, pk: int, language: str) -> HttpResponseBase:
    """The card of a report that everybody may see."""
    card = report_card(pk, language)
    if card is None:
        raise Http404
    return card_answer(request, card_files.report_card_folder(pk), language, card, paint_report_card)


@require_safe
def municipality_card_file(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """The card of a municipality that takes reports."""
    card = municipality_card(slug, language)
    if card is None:
        raise Http404
    folder = card_files.municipality_card_folder(slug)
    return card_answer(request, folder, language, card, paint_municipality_card)
