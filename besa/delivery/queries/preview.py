"""Who would get a report of a category at a place: the same rules as for a real one."""

from __future__ import annotations

from dataclasses import dataclass

from besa.delivery.models import Recipient
from besa.delivery.queries.recipients import recipients_of
from besa.delivery.routing import Spot, fitting
from besa.people.models import Department
from besa.places.models import Municipality, Place
from besa.reports.models import CategoryRule


@dataclass(frozen=True)
class Preview:
    """Who gets it, and the department that the category brings with it."""

    recipients: list[Recipient]
    department: Department | None


def preview(municipality: Municipality, category_id: int, place: Place | None) -> Preview:
    """As a citizen's report would go now: at the place, or somewhere in the municipality that has no name."""
    rule = (
        CategoryRule.objects.filter(municipality=municipality, category_id=category_id)
        .select_related("department")
        .first()
    )
    department = rule.department if rule else None
    where = place or municipality
    spot = Spot(
        category_id=category_id,
        department_id=department.pk if department else None,
        place_id=place.pk if place else None,
        lat=where.lat,
        lon=where.lon,
    )
    return Preview(fitting(recipients_of(municipality), spot), department)


def categories_without(municipality: Municipality, category_ids: list[int]) -> list[int]:
    """Categories that somewhere have no recipient: none takes them everywhere, whatever the department."""
    rules = dict(
        CategoryRule.objects.filter(municipality=municipality).values_list("category_id", "department_id")
    )
    everywhere = [one for one in recipients_of(municipality) if one.place_id is None]
    return [
        category
        for category in category_ids
        if not fitting(everywhere, Spot(category, rules.get(category), None, 0.0, 0.0))
    ]
