"""What the crowd needs to know of an installation, printed as JSON: addresses, places, and officials' sessions.

Runs in a process of its own, as the crowd itself is plain asyncio without Django.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import django

django.setup()

import mercantile  # noqa: E402  (models exist only after the set-up)
from django.conf import settings  # noqa: E402
from django.db.models import Count  # noqa: E402

from besa.people.models import Role  # noqa: E402
from besa.places.models import Municipality, Place  # noqa: E402
from besa.reports.models import Report  # noqa: E402
from besa.reports.models.report import State, Visibility  # noqa: E402
from dev.bench.officials import official_of, signed_in  # noqa: E402

_OFFICIALS_EACH = 400
_REPORTS = 3_000
_ZOOMS = (12, 13, 14, 15)


def ground(officers: int) -> dict[str, Any]:
    """Everything; `officers` officials are spread over the municipalities by their reports."""
    towns = list(Municipality.objects.filter(active=True).annotate(n=Count("reports")).order_by("-n"))
    public = Report.objects.filter(visibility=Visibility.PUBLIC)
    newest = list(public.order_by("-created_at").values_list("pk", flat=True)[:_REPORTS])
    places = list(Place.objects.filter(municipality__active=True).values_list("pk", "lat", "lon"))
    return {
        "towns": [town.slug for town in towns],
        "reports": newest,
        "places": [pk for pk, _, _ in places],
        "views": [_view(lat, lon, zoom) for _, lat, lon in places for zoom in _ZOOMS],
        "officials": _officials(towns, officers),
    }


def _view(lat: float, lon: float, zoom: int) -> list[str]:
    """The six tiles that a phone shows around a point."""
    tile = mercantile.tile(lon, lat, zoom)
    return [f"/tiles/reports/{zoom}/{tile.x + x}/{tile.y + y}.mvt" for x in (0, 1) for y in (-1, 0, 1)]


def _officials(towns: Sequence[Any], officers: int) -> list[dict[str, Any]]:
    """Each with a session, and reports that no other one works on."""
    total = sum(town.n for town in towns) or 1
    found: list[dict[str, Any]] = []
    for town in towns:
        share = max(1, round(officers * town.n / total))
        mine = Report.objects.filter(municipality=town, visibility=Visibility.PUBLIC, state=State.RECEIVED)
        numbers = list(mine.order_by("-created_at").values_list("pk", flat=True)[: share * _OFFICIALS_EACH])
        for one in range(min(share, officers - len(found))):
            user = official_of(town.slug, role=Role.OFFICER, name=f"bench-{town.slug}-{one}")
            session = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
            cookies = {settings.SESSION_COOKIE_NAME: session}
            found.append({"town": town.slug, "cookies": cookies, "reports": numbers[one::share]})
    return found


if __name__ == "__main__":
    print(json.dumps(ground(int(sys.argv[1]))))
