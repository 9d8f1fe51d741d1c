"""Reports that may be about the same problem: near, of the same or a related kind, in similar words.

Words are compared folded, so that «Ђаковица», "Đakovica" and "Gjakovë, rr. Dakovica" meet on common ground.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from rapidfuzz import fuzz

from besa.core import geo
from besa.core.folding import fold, fold_all
from besa.reports.models import Report
from besa.reports.models.report import OPEN, State
from besa.reports.nearby import box_around, keys_in, within
from besa.reports.rulebook import attach_known, rulebook

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
#: as many as the densest square has in the cells around it
_AROUND = 3_000


@dataclass(frozen=True)
class Likeness:
    """A report that may be the same. `score` is between 0 and 1, `distance_m` in metres."""

    report: Report
    distance_m: float
    score: float


def similar_reports(
    *,
    lat: float,
    lon: float,
    category_key: str,
    text: str,
    at: datetime | None = None,
    trainee_id: int | None = None,
    seen: Container[int] = (),
) -> list[Likeness]:
    """The three most similar public reports that are open, or were fixed lately; the best first.

    None when all three are among those `seen`: whoever asks knows them already.
    For a trainee, the most similar of their practice reports, which are never among the public ones.
    """
    now = at or timezone.now()
    radius = RADIUS_M.get(category_key, DEFAULT_RADIUS_M)
    words = fold(text)
    near = _near(lat, lon, radius, _kin(category_key), now, trainee_id)
    scored = []
    for (pk, there_lat, there_lon, key, _), others in zip(
        near, fold_all(row[-1] for row in near), strict=True
    ):
        distance = geo.distance_m(lat, lon, there_lat, there_lon)
        if distance <= radius:
            scored.append((-_score(distance / radius, key == category_key, words, others), distance, pk))
    best = [row for row in sorted(scored) if -row[0] >= _ENOUGH][:TOP]
    if all(pk in seen for _, _, pk in best):
        return []
    reports = Report.objects.in_bulk([pk for _, _, pk in best])
    return [
        Likeness(attach_known(reports[pk]), distance, -score) for score, distance, pk in best if pk in reports
    ]


def are_taken_for_each_other(one: str, other: str) -> bool:
    """True for keys of categories that people choose for the same problem; "other" is said of anything."""
    return other in _kin(one) or one in _kin(other)


def _kin(category_key: str) -> set[str]:
    """The category and those related to it; "other" may be anything."""
    return {category_key, "other"}.union(*(group for group in RELATED if category_key in group))


def _near(
    lat: float, lon: float, radius_m: float, keys: set[str], now: datetime, trainee_id: int | None
) -> list[tuple[int, float, float, str, str]]:
    """Id, point, category and words of what may be meant: plain rows, as a dense street has hundreds."""
    known = rulebook().categories
    kin = [pk for pk, category in known.items() if category.key in keys or keys == {"other"}]
    current = Q(state__in=OPEN) | Q(state=State.FIXED, closed_at__gte=now - FIXED_LATELY)
    if trainee_id is None:
        around = keys_in(geo.ranges_around(lat, lon, radius_m), limit=_AROUND, category_ids=kin)
        there = Q(pk__in=within(around, box_around(lat, lon, radius_m)))
    else:
        there = Q(trainee_id=trainee_id, category_id__in=kin)
    rows = Report.objects.filter(current, there).values_list("pk", "lat", "lon", "category_id", "text")
    return [
        (pk, there_lat, there_lon, known[kind].key, text) for pk, there_lat, there_lon, kind, text in rows
    ]


def _score(share_of_radius: float, same_category: bool, words: str, others: str) -> float:
    """Nearness counts for half, the kind for a quarter, the words for a quarter."""
    nearness = 1 - share_of_radius
    kind = 1.0 if same_category else 0.4
    alike = fuzz.token_set_ratio(words, others) / 100 if words and others else 0.5
    return 0.5 * nearness + 0.25 * kind + 0.25 * alike
