"""What other programs ask for: whole pages and small ones, each filter alone and several together."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from besa.places.models import Municipality
from dev.bench.places_to_measure import largest_municipality


def addresses_for_programs() -> dict[str, str]:
    """Addresses by the names of their cases, around the middle of the largest town."""
    town = Municipality.objects.get(slug=largest_municipality())
    return {**_open311(town), **_api(town)}


def _open311(town: Municipality) -> dict[str, str]:
    since = timezone.now() - dt.timedelta(days=20)
    circle = f"lat={town.lat}&long={town.lon}&radius=2000"
    questions = {
        "": "",
        " of a municipality": f"jurisdiction_id={town.slug}",
        " around a point": circle,
        " that changed": f"updated_after={since:%Y-%m-%d}",
        ", filters combined": (
            f"jurisdiction_id={town.slug}&status=open&service_code=pothole,lighting,waste&{circle}"
            f"&updated_after={since:%Y-%m-%d}&extensions=true"
        ),
    }
    return {
        f"Open311, {size} reports{what}": f"/open311/v2/requests.json?page_size={size}&{query}"
        for what, query in questions.items()
        for size in (50, 1000)
    }


def _api(town: Municipality) -> dict[str, str]:
    since = timezone.now() - dt.timedelta(days=20)
    circle = f"around={town.lat:.5f},{town.lon:.5f},2000"
    kinds = f"municipality={town.slug}&state=open&category=pothole,lighting,waste"
    questions = {
        "": "",
        " around a point": circle,
        " in the order of change": f"order=changed&changed_from={since:%Y-%m-%dT%H:%M:%SZ}",
        ", filters combined": f"{kinds}&reported_from={since:%Y-%m-%dT%H:%M:%SZ}",
        ", filters combined around a point": f"{kinds}&{circle}",
        ", filters combined in the order of change": f"{kinds}&order=changed",
    }
    return {f"API, 50 reports{what}": f"/api/v1/reports?{query}" for what, query in questions.items()}
