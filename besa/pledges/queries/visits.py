"""Where a monitor goes: the pledges that are assigned to them, and all they may judge, the nearest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import F, Prefetch, Q

from besa.core import geo
from besa.people.models import Organisation, User
from besa.places.models import Place
from besa.pledges.models import Assignment, ConflictOfInterest, Criterion, Pledge, Round

#: latitude and longitude in degrees
Point = tuple[float, float]
MINE, ALL = "mine", "all"
#: how many stops a page has, each with its form
MOST: Final = 20


@dataclass(frozen=True)
class Stop:
    """A pledge to look at. `metres` is to the nearest place that it names, where both are known."""

    pledge: Pledge
    places: list[Place]
    criterion: Criterion | None
    metres: float | None
    mine: bool


@dataclass(frozen=True)
class Visits:
    """Stops in the order to go, and how many more there are. `spots` are places to start from."""

    whose: str
    stops: list[Stop]
    left: int
    start: Point | None
    place: Place | None
    spots: list[Place]


def visits_of(
    user: User, organisations: Iterable[Organisation], whose: str, start: Point | None, place: str
) -> Visits:
    """What to visit, from a point or a place (a slug); what is assigned, unless nothing is or all is asked for."""
    pledges = _visitable(user, organisations)
    spots = sorted({spot for pledge in pledges for spot in pledge.places.all()}, key=lambda spot: spot.slug)
    named = next((spot for spot in spots if spot.slug == place), None)
    here = start or ((named.lat, named.lon) if named else None)
    mine = _assigned(user)
    stops = [_stop(pledge, here, pledge.pk in mine) for pledge in pledges]
    own = [stop for stop in stops if stop.mine]
    chosen = ALL if whose == ALL or not own else MINE
    shown = sorted(own if chosen == MINE else stops, key=_order)
    return Visits(chosen, shown[:MOST], max(0, len(shown) - MOST), start, named, spots)


def _visitable(user: User, organisations: Iterable[Organisation]) -> list[Pledge]:
    """Frozen pledges of running mandates that can be rated, without those that the person may not judge."""
    criteria = Prefetch("criteria", Criterion.objects.filter(published_at__isnull=False).order_by("-version"))
    rows = (
        Pledge.objects.filter(
            state=Pledge.State.FROZEN,
            mandate__monitored_by__in=[one.pk for one in organisations],
            mandate__ends__isnull=True,
        )
        .select_related("mandate__person", "mandate__municipality", "mandate__party")
        .prefetch_related("places", criteria)
        .order_by("mandate_id", "number")
    )
    conflicts = list(ConflictOfInterest.objects.filter(user=user, ended_at__isnull=True))
    return [pledge for pledge in rows if pledge.is_ratable and not _concerns(conflicts, pledge)]


def _concerns(conflicts: list[ConflictOfInterest], pledge: Pledge) -> bool:
    mandate = pledge.mandate
    return any(
        conflict.area in ("", pledge.area)
        and (
            conflict.person_id == mandate.person_id
            or conflict.municipality_id == mandate.municipality_id
            or (conflict.party_id is not None and conflict.party_id == mandate.party_id)
        )
        for conflict in conflicts
    )


def _assigned(user: User) -> set[int]:
    """Pledges that somebody codes or decides in a round that goes on."""
    now = Q(case__round__state=Round.State.CODING, wave=F("case__round__wave"))
    return set(Assignment.objects.filter(now, user=user).values_list("case__pledge_id", flat=True))


def _stop(pledge: Pledge, here: Point | None, mine: bool) -> Stop:
    places = list(pledge.places.all())
    far = [geo.distance_m(*here, spot.lat, spot.lon) for spot in places] if here else []
    criterion = next(iter(pledge.criteria.all()), None)
    return Stop(pledge, places, criterion, min(far) if far else None, mine)


def _order(stop: Stop) -> tuple[bool, float, int, int]:
    return stop.metres is None, stop.metres or 0.0, stop.pledge.mandate_id, stop.pledge.number or 0
