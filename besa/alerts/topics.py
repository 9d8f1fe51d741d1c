"""Short words under which a subscription is found when something happens: one look in one index for each.

A subscription has a word for what it is about, followed by its category if it has one. A circle has one for each
cell of the map grid that it touches, at the zoom where a cell is one to two radii wide, so at most nine or so. What
happens to a report has the words of everything the report belongs to: a few dozen, whatever the number of
subscriptions. Only circles need a second look, at the distance.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from besa.core import geo
from besa.pledges.models import Pledge
from besa.publications.models import Publication
from besa.reports.models import Report
from besa.reports.nearby import WIDEST_M, Circle, box_around
from besa.reports.queries.merged import told_with

NARROWEST_M = 100
#: zooms of the cells of the narrowest circle at the equator and of the widest one at 85° of latitude
ZOOMS = range(5, 20)
#: the box around a circle is worked out on a flat map: this covers what that leaves out
_MARGIN = 1.02
_CIRCUMFERENCE_M = 2 * math.pi * geo.EARTH_RADIUS_M


def report_topic(pk: int) -> str:
    """Word of one report."""
    return f"r{pk}"


def everywhere_topic() -> str:
    """Word of all reports."""
    return "all"


def municipality_topic(pk: int) -> str:
    """Word of a municipality."""
    return f"m{pk}"


def place_topic(pk: int) -> str:
    """Word of a settlement or neighbourhood."""
    return f"p{pk}"


def department_topic(pk: int) -> str:
    """Word of what a department is answerable for."""
    return f"d{pk}"


def mandate_topic(pk: int) -> str:
    """Word of all pledges of a mandate."""
    return f"g{pk}"


def policy_topic(pk: int, area: str) -> str:
    """Word of a mandate's pledges in one policy area."""
    return f"g{pk}{area}"


def pledge_topic(pk: int) -> str:
    """Word of one pledge."""
    return f"k{pk}"


def publications_topic(municipality: int | None, organisation: int | None, kind: str) -> str:
    """Word of publications: all, those about a municipality or of an organisation, and of them one kind."""
    about = f"m{municipality}" if municipality else f"o{organisation}" if organisation else ""
    return f"w{about}{kind}"


def in_category(topics: Iterable[str], category_id: int | None) -> list[str]:
    """The words narrowed to a category, or as they are without one."""
    return [f"{topic}c{category_id}" if category_id else topic for topic in topics]


def circle_topics(circle: Circle) -> list[str]:
    """Words of the cells that a circle touches."""
    narrowing = max(0.01, math.cos(math.radians(circle.lat)))
    radius = min(max(circle.radius_m, NARROWEST_M), WIDEST_M)
    zoom = int(math.log2(_CIRCUMFERENCE_M * narrowing / radius))
    zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
    box = box_around(circle.lat, circle.lon, circle.radius_m * _MARGIN)
    left, top, right, bottom = box.corner_cells(zoom)
    return [_cell(zoom, geo.interleave(x, y)) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def topics_of(report: Report) -> list[str]:
    """Every word under which somebody may follow a report: also those of its duplicates, whose story goes on here."""
    return [*(report_topic(pk) for pk in told_with(report)), *area_topics(report)]


def area_topics(report: Report) -> list[str]:
    """The words of where a report lies and what it is about."""
    areas = [everywhere_topic(), municipality_topic(report.municipality_id)]
    if report.place_id:
        areas.append(place_topic(report.place_id))
    if report.department_id:
        areas.append(department_topic(report.department_id))
    areas += [_cell(zoom, report.zkey >> 2 * (geo.KEY_ZOOM - zoom)) for zoom in ZOOMS]
    return [*areas, *in_category(areas, report.category_id)]


def topics_of_pledge(pledge: Pledge) -> list[str]:
    """Every word under which somebody may follow a pledge."""
    mandate = pledge.mandate_id
    return [pledge_topic(pledge.pk), policy_topic(mandate, pledge.area), mandate_topic(mandate)]


def topics_of_publication(publication: Publication) -> list[str]:
    """Every word under which somebody may follow a publication."""
    about = [(None, None), (None, publication.organisation_id), (publication.municipality_id, None)]
    pairs = {(*whose, kind) for whose in about for kind in ("", publication.kind)}
    return sorted(publications_topic(*pair) for pair in pairs)


def _cell(zoom: int, prefix: int) -> str:
    return f"z{zoom}.{prefix}"
