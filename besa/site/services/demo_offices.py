"""The demonstration's offices: departments with what they answer for, prepared answers, and where reports are sent."""

from __future__ import annotations

from datetime import datetime

from besa.delivery.services.recipients import Wanted, add_recipient
from besa.people.models import Department, Membership, Role
from besa.people.services.offices import create_department
from besa.places.models import Municipality
from besa.reports.models import Category, CategoryRule
from besa.reports.services.templates import save_template
from besa.site.demonstration.offices import ANSWERS, DEPARTMENTS, MAILED_TO


def open_offices(municipality: Municipality, at: datetime) -> None:
    """Departments of a municipality, the categories they answer for, and the answers they have prepared."""
    categories = {one.key: one for one in Category.objects.filter(municipality=None)}
    for names, keys in DEPARTMENTS:
        department = create_department(municipality=municipality, names=names, by=None)
        for key in keys:
            CategoryRule.objects.get_or_create(
                municipality=municipality, category=categories[key], defaults={"department": department}
            )
    for name, key, state, texts in ANSWERS:
        save_template(
            municipality=municipality,
            name=name,
            category=categories.get(key),
            state=state,
            texts=texts,
            role=Role.COORDINATOR.value,
            at=at,
        )


def send_reports_by_mail() -> None:
    """From now on: what has been told already is sent nowhere."""
    slug, addresses = MAILED_TO
    coordinator = Membership.objects.get(municipality__slug=slug, role=Role.COORDINATOR)
    assert coordinator.municipality is not None
    departments = Department.objects.filter(municipality=coordinator.municipality).order_by("pk")
    for department, address in zip(departments, addresses, strict=False):
        wanted = Wanted(department.names["sq"], "mail", address, "sq", department_id=department.pk)
        add_recipient(
            municipality=coordinator.municipality,
            wanted=wanted,
            by=coordinator.user,
            role=Role.COORDINATOR.value,
        )
