"""What publications put on the pages of the apps above."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from besa.core.context_processors import brand_of
from besa.core.registries import PanelPart, panels
from besa.places.models import Municipality
from besa.publications.queries.public_works import Shown, Wanted, are_any_about, newest_lines
from besa.publications.queries.renditions import WantedFiles, files_offered

_SHOWN = 3


def municipality_panel(request: HttpRequest, municipality: Municipality) -> PanelPart | None:
    """The newest publications about a municipality; nothing where there is none."""
    if not are_any_about(municipality):
        return None
    lines = newest_lines(get_language() or "", _SHOWN, Wanted(municipality=municipality.slug))
    context = {"lines": lines, "municipality": municipality}
    return PanelPart("publications/components/public_municipality.html", context)


def files_panel(request: HttpRequest, shown: Shown) -> PanelPart | None:
    """What a published revision can be taken along as."""
    wanted = WantedFiles(shown.edition, shown.revision, shown.language, brand_of(request).key)
    url = reverse("publications:files", args=[shown.edition.publication.slug, shown.revision.number])
    context = {"files": files_offered(wanted), "files_url": url}
    return PanelPart("publications/components/take_along.html", context)


panels("publication").register("publications.files", files_panel, rank=10)
panels("municipality").register("publications.newest", municipality_panel, rank=45)
