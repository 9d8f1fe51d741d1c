"""Social cards of pledges and mandates: drawn when somebody asks, kept until what they say changes."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from besa.core.cards.keeping import card_answer, folder_of_cards
from besa.pledges.cards.mandate_card import paint_mandate_card
from besa.pledges.cards.pledge_card import paint_pledge_card
from besa.pledges.queries.public_social import mandate_card, pledge_card


@require_safe
def pledge_card_file(request: HttpRequest, uid: str, language: str) -> HttpResponseBase:
    """The card of a pledge on a frozen list."""
    card = pledge_card(uid, language)
    if card is None:
        raise Http404
    return card_answer(request, folder_of_cards("pledges", uid), language, card, paint_pledge_card)


@require_safe
def mandate_card_file(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """The card of a mandate."""
    card = mandate_card(slug, language)
    if card is None:
        raise Http404
    return card_answer(request, folder_of_cards("mandates", slug), language, card, paint_mandate_card)
