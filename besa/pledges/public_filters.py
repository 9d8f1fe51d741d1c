"""Which pledges a reader wants to see, and as of which day: read from the query of an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from besa.core.folding import fold
from besa.pledges.areas import AREAS
from besa.pledges.public_cards import Card
from besa.pledges.statuses import STATUSES, Status

#: stands for "not rated yet" in addresses, as an empty word stands for all
UNRATED: Final = "unrated"


@dataclass(frozen=True)
class Filters:
    """What was chosen; empty is everything. A word that is not on the lists counts as nothing chosen."""

    area: str = ""
    status: str = ""
    place: str = ""
    text: str = ""

    @property
    def are_set(self) -> bool:
        """Whether something is left out."""
        return bool(self.area or self.status or self.place or self.text)

    def among(self, cards: Iterable[Card]) -> list[Card]:
        """The cards that are wanted."""
        words = fold(self.text).split()
        return [card for card in cards if self._wants(card, words)]

    def _wants(self, card: Card, words: list[str]) -> bool:
        return (
            (not self.area or card.area == self.area)
            and (not self.status or (card.status or UNRATED) == self.status)
            and (not self.place or any(spot.slug == self.place for spot in card.spots))
            and all(word in card.folded for word in words)
        )


def read_filters(query: Mapping[str, str]) -> Filters:
    """The filters that an address names."""
    area, status = query.get("area", ""), query.get("status", "")
    return Filters(
        area=area if area in AREAS else "",
        status=status if status == UNRATED or (status in set(Status) and Status(status) in STATUSES) else "",
        place=query.get("place", "")[:80],
        text=query.get("q", "").strip()[:100],
    )


class NoSuchDay(ValueError):
    """The address names a day that is none, or one to come."""


def read_day(query: Mapping[str, str], today: date) -> date | None:
    """The day in `?on=`, or None without one. Raises NoSuchDay."""
    text = query.get("on", "").strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NoSuchDay from None
    if day > today or day.year < 1990:
        raise NoSuchDay
    return None if day == today else day
