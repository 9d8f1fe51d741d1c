"""Mandates side by side by GAP Institute's four levels, each with its denominator; and the series others published.

In the order of the municipalities' names: this is no league.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from besa.core.templatetags.besa import number
from besa.pledges.models import Mandate, SeriesPoint
from besa.pledges.public_tally import Part, bar_of, level_parts
from besa.pledges.queries.public_mandates import mayors
from besa.pledges.queries.public_tallies import MandateLine, lines_of

_A_PAGE = 24


@dataclass(frozen=True)
class Compared:
    """One line: the four levels of `n` pledges, as parts and as a bar."""

    parts: list[Part]
    n: int
    bar: SafeString


@dataclass(frozen=True)
class ComparedMandate:
    """A mandate among others: its line, with the levels instead of the statuses."""

    line: MandateLine

    @cached_property
    def levels(self) -> Compared:
        """The four levels of the pledges that count."""
        return _compared(level_parts(self.line.tally.by_level))


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
    series = SeriesPoint.objects.order_by("publisher", "-term", "-as_of")
    return ComparePage(
        page=page,
        mandates=[ComparedMandate(line) for line in lines_of(list(page.object_list))],
        series=[ComparedPoint(point, _compared(level_parts(point.by_level))) for point in series],
    )


def _compared(parts: list[Part]) -> Compared:
    n = sum(part.n for part in parts)
    return Compared(parts, n, bar_of(parts, _("Of %(n)s:") % {"n": number(n)}))
