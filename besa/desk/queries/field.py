"""The stops of an officer who goes to the reports: the nearest ones that are theirs, in the order of the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from besa.desk.builtin_views import BY_REPAIR, VIEWS, Moment
from besa.desk.route import Point, distances, nearest, order_of
from besa.desk.scopes import Scope
from besa.places.models import Place
from besa.reports.deadlines import is_late
from besa.reports.models import Photo, Report
from besa.reports.models.report import State
from besa.reports.queries.stories import DeskPhoto, desk_photo

#: more than anybody visits in a day, and what a phone shows without getting slow
MOST_STOPS: Final = 20
#: among so many, the most urgent ones, the nearest are looked for
_CONSIDERED: Final = 1_000
MINE, DEPARTMENT, ALL = "mine", "department", "open"


@dataclass(frozen=True)
class Stop:
    """One report on the way. `metres` is from the stop before; None for the first when the way begins there."""

    report: Report
    metres: float | None
    late: bool
    photo: DeskPhoto | None = None


@dataclass(frozen=True)
class Route:
    """The way. `place` names the settlement where it begins; `left` is how many reports are not on it."""

    whose: str
    stops: list[Stop]
    metres: float
    start: Point | None
    place: Place | None
    left: int


def choices_of(scope: Scope) -> tuple[str, str]:
    """Whose reports can be asked for: one's own, or those of the departments; of all where somebody has none."""
    return (MINE, DEPARTMENT if scope.departments else ALL)


def route_of(scope: Scope, whose: str, start: Point | None, place: Place | None, moment: Moment) -> Route:
    """The way through open reports; one's own when there are any and nothing else is asked for. At most five queries.

    Those whose clock stands still, and those that somebody outside must repair, can wait: they are not on it.
    """
    mine, others = choices_of(scope)
    chosen = whose if whose in (mine, others) else mine
    found = _candidates(scope, chosen, moment)
    if not found and whose not in (mine, others):
        chosen, found = others, _candidates(scope, others, moment)
    begins = start or ((place.lat, place.lon) if place else None)
    there: list[Point] = [(lat, lon) for _, lat, lon in found]
    beginning = begins or (there[0] if there else None)
    near = nearest(beginning, there, MOST_STOPS) if beginning else []
    way = [near[number] for number in order_of(beginning, [there[n] for n in near])] if beginning else []
    stops = _stops([found[number][0] for number in way], begins, moment.now)
    metres = sum(stop.metres or 0 for stop in stops)
    return Route(chosen, stops, metres, start, place if start is None else None, len(found) - len(way))


def _candidates(scope: Scope, whose: str, moment: Moment) -> list[tuple[int, float, float]]:
    rows = workable(VIEWS[whose].narrow(scope.reports(), moment), moment.now)
    return list(rows.order_by(*BY_REPAIR).values_list("pk", "lat", "lon")[:_CONSIDERED])


def workable(rows: QuerySet[Report], now: datetime) -> QuerySet[Report]:
    """Those about which something can be done on the spot now."""
    outside = Q(state=State.FORWARDED, fix_due_at__isnull=True)
    return rows.filter(Q(paused_until__isnull=True) | Q(paused_until__lte=now)).exclude(outside)


def _stops(order: Sequence[int], begins: Point | None, now: datetime) -> list[Stop]:
    rows = Report.objects.select_related("municipality", "category", "department", "place")
    reports = {report.pk: report for report in rows.filter(pk__in=order)}
    way = [reports[pk] for pk in order if pk in reports]
    if not way:
        return []
    points = [(report.lat, report.lon) for report in way]
    metres = distances(begins or points[0], points)
    stops = [Stop(report, far, is_late(report, now)) for report, far in zip(way, metres, strict=True)]
    if begins is None:
        stops[0] = replace(stops[0], metres=None)
    photos = _first_photos(order)
    return [replace(stop, photo=photos.get(stop.report.pk)) for stop in stops]


def _first_photos(reports: Sequence[int]) -> dict[int, DeskPhoto]:
    rows = Photo.objects.filter(report__in=reports, by_official=False, state=Photo.State.READY)
    found: dict[int, DeskPhoto] = {}
    for photo in rows.order_by("report_id", "position", "pk"):
        if photo.report_id not in found:
            found[photo.report_id] = desk_photo(photo)
    return found
