"""Which recipients a report fits: the conditions of each, all of which must hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from besa.core.geo import distance_m
from besa.delivery.models import Recipient
from besa.reports.models import Report


@dataclass(frozen=True)
class Spot:
    """What is asked of a report: its category, department and where it is. None is nothing in particular."""

    category_id: int
    department_id: int | None
    place_id: int | None
    lat: float
    lon: float


def spot_of(report: Report) -> Spot:
    """The same of a report that is there."""
    return Spot(report.category_id, report.department_id, report.place_id, report.lat, report.lon)


def fits(recipient: Recipient, spot: Spot) -> bool:
    """True when the recipient is to get a report like this; reads `recipient.place`."""
    if recipient.category_id is not None and recipient.category_id != spot.category_id:
        return False
    if recipient.department_id is not None and recipient.department_id != spot.department_id:
        return False
    place = recipient.place
    if place is None:
        return True
    if recipient.radius_m is None:
        return place.pk == spot.place_id
    return distance_m(place.lat, place.lon, spot.lat, spot.lon) <= recipient.radius_m


def fitting(recipients: Iterable[Recipient], spot: Spot) -> list[Recipient]:
    """All of them that fit."""
    return [recipient for recipient in recipients if fits(recipient, spot)]
