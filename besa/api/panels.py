"""What the API puts on the page about open data."""

from __future__ import annotations

from django.http import HttpRequest

from besa.api.bulk.folder import ALL
from besa.api.queries import editions
from besa.core.registries import PanelPart, panels


def files_panel(request: HttpRequest, subject: object) -> PanelPart:
    """The files of all municipalities together, and the ways to the others and to the API."""
    edition = editions.published()
    files = editions.files_of(edition, ALL) if edition else []
    return PanelPart("api/components/open_data.html", {"edition": edition, "files": files})


panels("open_data").register("api.files", files_panel, rank=5)
