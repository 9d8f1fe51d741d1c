"""What publications put on the pages of the apps above."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language

from besa.core.registries import PanelPart, panels
from besa.places.models import Municipality
from besa.publications.queries.public_works import Wanted, newest_lines

_SHOWN = 3


def municipality_panel(request: HttpRequest, municipality: Municipality) -> PanelPart | None:
    """The newest publications about a municipality; nothing where there is none."""
    lines = newest_lines(get_language() or "", _SHOWN, Wanted(municipality=municipality.slug))
    if not lines:
        return None
    context = {"lines": lines, "municipality": municipality}
    return PanelPart("publications/components/public_municipality.html", context)


panels("municipality").register("publications.newest", municipality_panel, rank=45)
