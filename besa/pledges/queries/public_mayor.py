"""A mayor's page: the pledges at a glance, as somebody wants to see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from besa.places.calendar import today_in
from besa.pledges.areas import AREAS, Area
from besa.pledges.models import Mandate
from besa.pledges.public_cards import Card
from besa.pledges.public_filters import Filters, read_day, read_filters
from besa.pledges.queries.public_glance import Glance, drawn, glance_of
from besa.pledges.queries.public_social import words_without_list

#: up to so many pledges stand on one sheet without filters, each as a large card
_FEW = 12


@dataclass(frozen=True)
class MayorPage:
    """What the page shows. `bad_day` when a day was asked for that there is not."""

    mandate: Mandate
    glance: Glance
    filters: Filters
    shown: list[Card]
    groups: list[tuple[Area | None, int, SafeString]]
    areas: list[Area]
    on: date | None
    today: date
    bad_day: bool

    @property
    def key(self) -> tuple[object, ...]:
        """All that the parts around the grid depend on, beside the reader's language."""
        return (*self.glance.key, self.bad_day, self.filters.status)

    @property
    def drawn(self) -> SafeString:
        """All cards that are shown, one after the other."""
        return drawn(self.shown)

    @property
    def are_few(self) -> bool:
        """Whether all of it can be taken in at once."""
        return self.glance.tally.total <= _FEW

    @property
    def first_day(self) -> date:
        """The first day of which there is something to show."""
        lists = self.glance.baselines
        return lists[0].frozen_on if lists else self.mandate.starts

    @property
    def without_list(self) -> str:
        """Why there is nothing to count, in words."""
        return words_without_list(self.mandate)

    @property
    def has_no_programme(self) -> bool:
        """Whether a programme was searched for and none was published: said in words, never as 0 %."""
        return self.mandate.programme_state == Mandate.ProgrammeState.NONE and not self.glance.cards


def mayor_page(mandate: Mandate, query: Mapping[str, str], *, bad_day: bool = False) -> MayorPage:
    """The page for the query of an address. Raises NoSuchDay."""
    today = today_in(mandate.municipality)
    on = read_day(query, today)
    filters = read_filters(query)
    glance = glance_of(mandate, on)
    shown = filters.among(glance.cards) if filters.are_set else list(glance.cards)
    used = {card.area for card in glance.cards}
    return MayorPage(
        mandate=mandate,
        glance=glance,
        filters=filters,
        shown=shown,
        groups=glance.area_groups(shown),
        areas=[area for key, area in AREAS.items() if key in used],
        on=on,
        today=today,
        bad_day=bad_day,
    )
