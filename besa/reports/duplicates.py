"""Reports that may be about the same problem: near, of the same or a related kind, in similar words.

Words are compared folded, so that «Ђаковица», "Đakovica" and "Gjakovë, rr. Dakovica" meet on common ground.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from rapidfuzz import fuzz

from besa.core import geo
from besa.core.folding import fold
from besa.reports.models import Report
from besa.reports.models.report import OPEN, State

#: how far apart two reports of the same thing may be, metres; what is spread out or hard to place reaches further
RADIUS_M = {
    "waste": 120.0,
    "sewage": 150.0,
    "water": 250.0,
    "animals": 400.0,
    "building": 100.0,
    "green": 150.0,
    "lighting": 100.0,
}
DEFAULT_RADIUS_M = 60.0
#: kinds that people take for each other
RELATED = (
    frozenset({"pothole", "pavement", "barrier"}),
    frozenset({"sewage", "water"}),
    frozenset({"waste", "green", "sewage"}),
    frozenset({"pavement", "building", "barrier"}),
)
FIXED_LATELY = timedelta(days=30)
TOP = 3
_ENOUGH = 0.45
#: as many as a dense street has within the radius; beyond that the nearest decide nothing any more
_CANDIDATES = 300
_AROUND = 3_000


@dataclass(frozen=True)
class Likeness:
    """A report that may be the same. `score` is between 0 and 1, `distance_m` in metres."""

    report: Report
    distance_m: float
    score: float


def similar_reports(
    *, lat: float, lon: float, category_key: str, text: str, at: datetime | None = None
) -> list[Likeness]:
    """The three most similar public reports that are open, or were fixed lately; the best first."""
    now = at or timezone.now()
    radius = RADIUS_M.get(category_key, DEFAULT_RADIUS_M)
    words = fold(text)
    found = []
    for report in _near(lat, lon, radius, _kin(category_key), now):
        distance = geo.distance_m(lat, lon, report.lat, report.lon)
        if distance <= radius:
            score = _score(distance / radius, report.category.key == category_key, words, fold(report.text))
            found.append(Likeness(report, distance, score))
    best = sorted(found, key=lambda like: (-like.score, like.distance_m, like.report.pk))
    return [like for like in best if like.score >= _ENOUGH][:TOP]


def _kin(category_key: str) -> set[str]:
    """The category and those related to it; "other" may be anything."""
    return {category_key, "other"}.union(*(group for group in RELATED if category_key in group))


def _near(lat: float, lon: float, radius_m: float, keys: set[str], now: datetime) -> list[Report]:
    current = Q(state__in=OPEN) | Q(state=State.FIXED, closed_at__gte=now - FIXED_LATELY)
    kind = Q() if "other" in keys and len(keys) == 1 else Q(category__key__in=keys)
    return list(
        Report.objects.filter(current, kind, pk__in=_public_around(lat, lon, radius_m))
        .select_related("category", "municipality", "place")
        .only(
            "lat",
            "lon",
            "text",
            "state",
            "created_at",
            "closed_at",
            "address",
            "me_too_count",
            "category__key",
            "category__names",
            "municipality__names",
            "place__names",
        )
        .order_by("-zkey")[:_CANDIDATES]
    )


def _public_around(lat: float, lon: float, radius_m: float) -> list[int]:
    """Ids of public reports in the cells around a point: a few ranges of the map's index, nothing else is read.

    The condition is written out, because SQLite takes a partial index only for its very words; and each range
    is asked for alone, because over several the planner reads the whole index.
    """
    public = Report.objects.extra(where=["reports_report.visibility = 'public'"]).order_by()
    parts = [
        public.filter(zkey__gte=first, zkey__lt=after).values_list("pk", flat=True)
        for first, after in geo.ranges_around(lat, lon, radius_m)
    ]
    return list(parts[0].union(*parts[1:], all=True)[:_AROUND])


def _score(share_of_radius: float, same_category: bool, words: str, others: str) -> float:
    """Nearness counts for half, the kind for a quarter, the words for a quarter."""
    nearness = 1 - share_of_radius
    kind = 1.0 if same_category else 0.4
    alike = fuzz.token_set_ratio(words, others) / 100 if words and others else 0.5
    return 0.5 * nearness + 0.25 * kind + 0.25 * alike
