"""Finds tiles and reports that are worth measuring, in whatever the database holds."""

from __future__ import annotations

from django.db import connection
from django.db.models import Count, Max

from besa.core import geo
from besa.places.models import Municipality
from besa.reports.models import Report
from besa.reports.queries import public_reports


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


def busiest_report() -> int:
    """A report with a long story."""
    return (
        int(
            public_reports()
            .annotate(steps=Count("transitions"))
            .order_by("-steps")
            .values_list("pk", flat=True)[0]
        )
        if (Report.objects.count() < 50_000)
        else int(public_reports().aggregate(Max("pk"))["pk__max"])
    )


def largest_municipality() -> str:
    """Slug of the municipality with most reports."""
    return str(
        Municipality.objects.annotate(n=Count("reports")).order_by("-n").values_list("slug", flat=True)[0]
    )
