"""Finds tiles and reports that are worth measuring, in whatever the database holds. Each is looked for once."""

from __future__ import annotations

from functools import cache

from django.db import connection
from django.db.models import Count

from besa.core import geo
from besa.places.models import Municipality
from besa.reports.queries import public_reports

#: among how many of the first reports the one with the longest story is looked for
_AMONG = 10_000


@cache
def tile_with(points: int, zooms: range) -> tuple[int, int, int, int]:
    """Zoom, column, row and number of points of the tile whose number is closest to the wanted one."""
    best = (0, 0, 0, 0)
    with connection.cursor() as cursor:
        for zoom in zooms:
            shift = 2 * (geo.KEY_ZOOM - zoom)
            cursor.execute(
                f"SELECT zkey >> {shift}, COUNT(*) FROM reports_report WHERE visibility = 'public' GROUP BY 1"
                f" ORDER BY ABS(COUNT(*) - {points}) LIMIT 1"
            )
            prefix, n = cursor.fetchone()
            if abs(n - points) < abs(best[3] - points):
                best = (zoom, *geo.deinterleave(prefix), n)
    return best


@cache
def busiest_report() -> int:
    """A report with a long story; the same one at every size, as the first reports made are the same."""
    first = public_reports().order_by("pk").values_list("pk", flat=True)[0]
    among = public_reports().filter(pk__lt=first + _AMONG).annotate(steps=Count("transitions"))
    return int(among.order_by("-steps", "pk").values_list("pk", flat=True)[0])


@cache
def largest_municipality() -> str:
    """Slug of the municipality with most reports."""
    return str(
        Municipality.objects.annotate(n=Count("reports")).order_by("-n").values_list("slug", flat=True)[0]
    )
