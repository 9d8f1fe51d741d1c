"""Mandates side by side by GAP Institute's four levels, each with its denominator; and the series others published.

In the order of the municipalities' names: this is no league.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from besa.core.templatetags.besa import number
from besa.pledges.models import Mandate, SeriesPoint
from besa.pledges.public_tally import Part, bar_of, level_parts
from besa.pledges.queries.bitemporal import Tally
from besa.pledges.queries.public_mandates import mayors
from besa.pledges.queries.public_tallies import tallies_of

_A_PAGE = 50


@dataclass(frozen=True)
class Compared:
    """One line: the four levels of `n` pledges, as parts and as a bar."""

    parts: list[Part]
    n: int
    bar: SafeString


@dataclass(frozen=True)
class ComparedMandate:
    """A mandate among others."""

    mandate: Mandate
    tally: Tally
    levels: Compared

    @property
    def has_no_programme(self) -> bool:
        """Whether a programme was searched for and none was published."""
        return self.mandate.programme_state == Mandate.ProgrammeState.NONE and not self.tally.total


@dataclass(frozen=True)
class ComparedPoint:
    """A point of a published series."""

    point: SeriesPoint
    levels: Compared


@dataclass(frozen=True)
class ComparePage:
    """Our mandates, a page of them, and all that others published."""

    page: Page[Mandate]
    mandates: list[ComparedMandate]
    series: list[ComparedPoint]


def compare_page(wanted: str, term: str = "") -> ComparePage:
    """A page of mandates; `term` keeps those that began in that year."""
    rows = mayors().order_by("municipality__slug", "-starts", "pk")
    if term.isdecimal() and len(term) == 4:
        rows = rows.filter(starts__year=int(term))
    page = Paginator(rows, _A_PAGE).get_page(wanted)
    mandates = list(page.object_list)
    tallies = tallies_of(mandates)
    series = SeriesPoint.objects.order_by("publisher", "-term", "-as_of")
    return ComparePage(
        page=page,
        mandates=[_mandate(mandate, tallies[mandate.pk]) for mandate in mandates],
        series=[ComparedPoint(point, _compared(level_parts(point.by_level))) for point in series],
    )


def _mandate(mandate: Mandate, tally: Tally) -> ComparedMandate:
    return ComparedMandate(mandate, tally, _compared(level_parts(tally.by_level)))


def _compared(parts: list[Part]) -> Compared:
    n = sum(part.n for part in parts)
    return Compared(parts, n, bar_of(parts, _("Of %(n)s:") % {"n": number(n)}))
