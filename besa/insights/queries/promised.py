"""What a municipality's mayor promised and what became of it, in few words: for clips and posts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import chain, zip_longest
from typing import Final

from django.utils.text import Truncator, capfirst

from besa.places.calendar import today_in
from besa.places.models import Municipality
from besa.pledges.public_cards import Card, token_of
from besa.pledges.public_tally import Part
from besa.pledges.queries.public_glance import glance_of
from besa.pledges.queries.public_mandates import mayors
from besa.pledges.queries.public_social import office_of
from besa.pledges.statuses import STATUSES, label_of

_PLEDGES: Final = 5
#: of a title
_WORDS: Final = 11


@dataclass(frozen=True)
class Pledged:
    """One pledge with its standing in words; `token` names shape and colour."""

    title: str
    status: str
    token: str


@dataclass(frozen=True)
class Promised:
    """A mayor's pledges, counted and in words."""

    slug: str
    name: str
    office: str
    sentence: str
    parts: tuple[Part, ...]
    pledges: tuple[Pledged, ...]
    as_of: date


def promised_in(municipality: Municipality) -> Promised | None:
    """What the mayor in office promised, in the active language; None where no list of pledges is public."""
    today = today_in(municipality)
    in_office = mayors(municipality).filter(starts__lte=today).order_by("-starts", "pk")
    mandate = next((one for one in in_office if one.ends is None or one.ends >= today), None)
    if mandate is None:
        return None
    glance = glance_of(mandate)
    if not glance.parts:
        return None
    return Promised(
        slug=mandate.slug,
        name=mandate.person.name,
        office=office_of(mandate),
        sentence=glance.sentence,
        parts=glance.parts,
        pledges=tuple(
            Pledged(_short(card.title), capfirst(str(label_of(card.status))), token_of(card.status))
            for card in _in_turn(glance.cards)[:_PLEDGES]
        ),
        as_of=today,
    )


def _short(title: str) -> str:
    """A title in few whole words."""
    return str(Truncator(title).words(_WORDS, truncate=" …"))


def _in_turn(cards: tuple[Card, ...]) -> list[Card]:
    """One pledge of the best standing, one of the worst, of the second best and so on, by number: what is cut short
    for time shows no mayor better or worse. What counts in no share comes last."""
    by_status: dict[str, list[Card]] = defaultdict(list)
    for card in sorted(cards, key=lambda card: card.number):
        by_status[card.status].append(card)
    scored = [status.value for status, facts in STATUSES.items() if facts.scored and by_status[status]]
    ends = [scored[-(place // 2) - 1 if place % 2 else place // 2] for place in range(len(scored))]
    others = [status for status in by_status if status not in scored]
    rounds = zip_longest(*(by_status[status] for status in (*ends, *others)))
    return [card for card in chain.from_iterable(rounds) if card is not None]
