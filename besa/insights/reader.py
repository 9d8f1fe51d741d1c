"""Reading many figures and charts of one work together: as of one moment, each question counted once.

A text and the chart below it therefore never disagree, even if a report comes in between.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from besa.insights import memory
from besa.insights.columns import Facts
from besa.insights.counting import Count
from besa.insights.scopes import Asked
from besa.places.models import Municipality
from besa.pledges.models import Mandate
from besa.pledges.queries.bitemporal import Standing, standings_as_of


class Reader:
    """What one work has read so far. Not for use by several threads."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or timezone.now()
        self._facts: dict[int, Facts] = {}
        self._standings: dict[tuple[int, datetime, date | None], list[Standing]] = {}

    def count(self, asked: Asked) -> Count:
        """The numbers of a question about reports; all questions about one municipality see the same reports."""
        return Count(asked, self._facts_of(asked.municipality))

    def standings(self, mandate: Mandate, known_at: datetime, true_on: date | None) -> list[Standing]:
        """Every pledge of a mandate, as it was known at a moment to be on a day."""
        key = (mandate.pk, known_at, true_on)
        if key not in self._standings:
            self._standings[key] = standings_as_of(mandate, known_at=known_at, true_on=true_on)
        return self._standings[key]

    def _facts_of(self, municipality: Municipality) -> Facts:
        if municipality.pk not in self._facts:
            self._facts[municipality.pk] = memory.facts_of(municipality)
        return self._facts[municipality.pk]
