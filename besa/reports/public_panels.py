"""What reports put on the pages of the apps above: the municipality's board, the latest reports, the map."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest

from besa.core.registries import PanelPart, panels
from besa.places.gazetteer import gazetteer
from besa.places.models import Municipality
from besa.places.queries import places_of
from besa.reports.feed_addresses import example_feeds
from besa.reports.models.report import State
from besa.reports.queries.board import board_of, state_counts
from besa.reports.queries.lists import middle_of_all, newest_in, page_of
from besa.reports.queries.public import public_reports

_LATEST = 6


def board_panel(request: HttpRequest, municipality: Municipality) -> PanelPart:
    """What the municipality owes, first."""
    context = {"board": board_of(municipality.pk), "municipality": municipality}
    return PanelPart("reports/components/board.html", context)


def latest_panel(request: HttpRequest, municipality: Municipality) -> PanelPart:
    """The latest reports beside their map."""
    context = {"lines": newest_in(municipality, _LATEST), "municipality": municipality}
    return PanelPart("reports/components/latest.html", context)


def places_panel(request: HttpRequest, municipality: Municipality) -> PanelPart | None:
    """The settlements, each with its reports."""
    known = gazetteer()
    if not known.places_in(municipality.pk):
        return None
    # Sorted only when this revision has not been drawn before.
    context = {
        "groups": partial(places_of, municipality),
        "municipality": municipality,
        "known": known.revision,
    }
    return PanelPart("reports/components/places.html", context)


def home_panel(request: HttpRequest, subject: object) -> PanelPart:
    """The map of what is happening now, and three figures."""
    counts = state_counts()
    context = {
        "page": page_of(public_reports(), size=_LATEST),
        "total": sum(counts.values()),
        "fixed": counts.get(State.FIXED, 0),
        "in_progress": counts.get(State.IN_PROGRESS, 0),
        **middle_of_all(),
    }
    return PanelPart("reports/components/home.html", context)


def open_data_panel(request: HttpRequest, subject: object) -> PanelPart:
    """The feeds of reports, with an example of each kind."""
    return PanelPart("reports/components/open_data.html", {"feeds": example_feeds()})


panels("open_data").register("reports.feeds", open_data_panel, rank=10)
panels("municipality").register("reports.board", board_panel, rank=10)
panels("municipality").register("reports.latest", latest_panel, rank=20)
panels("municipality").register("reports.places", places_panel, rank=900)
panels("home").register("reports.map", home_panel, rank=10)
