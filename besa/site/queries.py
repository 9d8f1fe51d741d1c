"""Search over all that has a public page: municipalities, places, reports."""

from __future__ import annotations

from dataclasses import dataclass

from besa.places.models import Municipality
from besa.places.queries import FoundPlace, search_places
from besa.reports.queries.lists import PAGE, ReportLine, lines_by_id
from besa.reports.search import find_reports

_PLACES = 6


@dataclass(frozen=True)
class Results:
    """What was found. `before` is the number after which the next page goes on; None on the last."""

    places: list[FoundPlace]
    lines: list[ReportLine]
    before: int | None


def search_everything(text: str, *, municipality: Municipality | None, before: int | None) -> Results:
    """Places only on the first page; reports by number, newest first."""
    places = [] if before else search_places(text, municipality=municipality, limit=_PLACES)
    within = municipality.pk if municipality else None
    ids = find_reports(text, limit=PAGE + 1, before=before, municipality_id=within)
    more = ids[PAGE - 1] if len(ids) > PAGE else None
    return Results(places, lines_by_id(ids[:PAGE]), more)
