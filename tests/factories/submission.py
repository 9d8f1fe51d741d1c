"""A municipality that takes reports, the starting categories, and drafts."""

from __future__ import annotations

from datetime import date
from typing import Any

import shapely

from besa.core.folding import fold
from besa.places.models import Boundary, Municipality, Place
from besa.reports.drafts import ReportDraft
from besa.reports.models import Category
from besa.reports.services.builtin import load_builtin_categories

PEJA = (42.6600, 20.2900)


def town_of_peja(**values: Any) -> Municipality:
    """Peja, active, a square of some ten kilometres, with a neighbourhood and a village."""
    load_builtin_categories()
    peja = a_municipality("peja", {"sq": "Pejë", "sr": "Пећ", "en": "Peja"}, *PEJA, active=True, **values)
    for slug, kind, name, lat, lon in (
        ("peje-qendra", "neighbourhood", "Qendra", 42.6590, 20.2890),
        ("rugove", "village", "Rugovë", 42.7000, 20.2400),
    ):
        Place.objects.create(
            municipality=peja,
            slug=slug,
            kind=kind,
            names={"sq": name},
            lat=lat,
            lon=lon,
            folded=fold(name),
        )
    return peja


def a_municipality(slug: str, names: dict[str, str], lat: float, lon: float, **values: Any) -> Municipality:
    """A municipality with a square boundary around its seat."""
    municipality = Municipality.objects.create(
        slug=slug, country="XK", names=names, seat=names, lat=lat, lon=lon, languages=["sq", "sr"], **values
    )
    Boundary.objects.create(
        municipality=municipality,
        area=shapely.to_wkb(shapely.box(lon - 0.1, lat - 0.08, lon + 0.1, lat + 0.08)),
        valid_from=date(2000, 1, 1),
        source="a square, for the test",
    )
    return municipality


def draft(municipality: Municipality, *, category: str = "pothole", **values: Any) -> ReportDraft:
    """A draft of a pothole in the middle of the municipality."""
    given: dict[str, Any] = {
        "lat": municipality.lat,
        "lon": municipality.lon,
        "text": "Gropë e madhe para shkollës",
        "language": "sq",
        "brand": "besa",
    } | values
    return ReportDraft(
        municipality_id=municipality.pk, category_id=Category.objects.get(key=category).pk, **given
    )
