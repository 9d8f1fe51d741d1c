"""Addresses of the feeds of reports, in the active language."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.places.models import Municipality
from besa.reports.filters import Filters
from besa.reports.nearby import Circle

#: what the feed is of, municipality, query
_EXAMPLES: tuple[tuple[Promise, str, str], ...] = (
    (_("All reports"), "", ""),
    (_("One municipality"), "peja", ""),
    (_("One settlement or neighbourhood"), "peja", "?place=vitomirice"),
    (_("One kind of problem"), "", "?category=waste"),
    (_("Around a point"), "", "?lat=42.66&lon=20.29&radius=2000"),
)


@dataclass(frozen=True)
class ExampleFeed:
    """What a feed is of, and where it is in both forms, in the active language."""

    label: Promise
    atom: str
    json: str


def example_feeds() -> list[ExampleFeed]:
    """One feed of each kind."""
    return [
        ExampleFeed(label, _address(slug, "atom") + query, _address(slug, "json") + query)
        for label, slug, query in _EXAMPLES
    ]


def feed_of(filters: Filters, circle: Circle | None, municipality: Municipality | None) -> str:
    """The Atom feed of the reports that match, in a circle or in a municipality when there is one."""
    pairs = [filters.query] if filters.query else []
    if circle:
        pairs.append(f"lat={circle.lat:.5f}&lon={circle.lon:.5f}&radius={circle.radius_m:.0f}")
    address = _address(municipality.slug if municipality else "", "atom")
    return f"{address}?{'&'.join(pairs)}" if pairs else address


def _address(slug: str, form: str) -> str:
    return reverse("reports:feed", args=[slug, form]) if slug else reverse("reports:feed_all", args=[form])
