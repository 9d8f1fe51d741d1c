"""What pledges put on the pages of the apps above."""

from __future__ import annotations

from django.http import HttpRequest

from besa.core.registries import PanelPart, panels
from besa.places.models import Municipality
from besa.pledges.queries.public_mandates import has_mayors
from besa.pledges.queries.public_tallies import lines_of_municipality


def municipality_panel(request: HttpRequest, municipality: Municipality) -> PanelPart | None:
    """What the mayor promised and what became of it; nothing where no mandate is known."""
    if not has_mayors(municipality):
        return None
    context = {"lines": lines_of_municipality(municipality), "municipality": municipality}
    return PanelPart("pledges/components/public_municipality.html", context)


panels("municipality").register("pledges.mayors", municipality_panel, rank=40)
