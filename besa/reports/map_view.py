"""What the map shows at a moment, for the panels of the apps above."""

from __future__ import annotations

from dataclasses import dataclass

from besa.places.models import Municipality
from besa.places.queries import FoundPlace
from besa.reports.filters import Filters
from besa.reports.nearby import Circle


@dataclass(frozen=True)
class MapView:
    """The filters, and the part of the map: a circle over the view, a place searched for, or a municipality."""

    filters: Filters
    circle: Circle | None
    found: FoundPlace | None
    municipality: Municipality | None
