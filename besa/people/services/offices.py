"""Departments and organisations."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from besa.core.folding import fold
from besa.core.languages import choose
from besa.ledger.services import record
from besa.people.models import Department, Organisation, User
from besa.people.permissions import standing_of
from besa.places.models import Municipality


class NameTaken(Exception):
    """There is another one with this name."""


def create_department(
    *, municipality: Municipality, names: Mapping[str, str], email: str = "", by: User | None
) -> Department:
    """A new department. Raises NameTaken when the municipality has one of that name."""
    slug = _slug(names)
    try:
        with transaction.atomic():
            department = Department.objects.create(
                municipality=municipality, names=dict(names), slug=slug, email=email
            )
            _record_department("people.department_created", department, by)
    except IntegrityError as error:
        raise NameTaken from error
    return department


def change_department(
    *, department: Department, names: Mapping[str, str], email: str, by: User | None
) -> bool:
    """Change names and address; its slug stays, for it is in the ledger. False when somebody changed it before."""
    with transaction.atomic():
        changed = Department.objects.filter(
            pk=department.pk, names=department.names, email=department.email
        ).update(names=dict(names), email=email)
        if not changed:
            return False
        department.names, department.email = dict(names), email
        _record_department("people.department_changed", department, by)
    return True


def create_organisation(*, names: Mapping[str, str], website: str = "", by: User | None) -> Organisation:
    """A new civil-society organisation. Raises NameTaken."""
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(names=dict(names), slug=_slug(names), website=website)
            record(
                verb="people.organisation_created",
                subject=f"organisation:{organisation.slug}",
                actor_role=_role(by, "organisations.edit", None),
                municipality="",
                public={"names": dict(names)},
            )
    except IntegrityError as error:
        raise NameTaken from error
    return organisation


def _record_department(verb: str, department: Department, by: User | None) -> None:
    record(
        verb=verb,
        subject=f"department:{department.municipality.slug}/{department.slug}",
        actor_role=_role(by, "departments.edit", department.municipality_id),
        municipality=department.municipality.slug,
        public={"names": dict(department.names)},
    )


def _slug(names: Mapping[str, str]) -> str:
    return slugify(fold(choose(names, "sq")))[:60] or "x"


def _role(by: User | None, action: str, municipality_id: int | None) -> str:
    role = standing_of(by).role_for(action, municipality_id) if by else None
    return role.value if role else "system"
