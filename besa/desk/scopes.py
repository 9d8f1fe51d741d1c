"""The part of the desk a person works at: one municipality, all of it or one department or several."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from besa.people.models import Department, Role, User
from besa.people.permissions import EVERYWHERE, TABLE, Standing
from besa.places.models import Municipality
from besa.reports.models import Report
from besa.reports.queries.desks import reports_on_desks


@dataclass(frozen=True)
class Scope:
    """What somebody sees of a municipality.

    An officer of departments (none: of all the municipality) sees theirs, and what no department has yet: somebody
    must take it. Who practises (`trainee`) sees their practice reports, and no others.
    """

    municipality: Municipality
    departments: tuple[Department, ...] = ()
    trainee: User | None = None

    @property
    def department_names(self) -> str:
        """The departments in words; nothing for all of the municipality."""
        return ", ".join(one.name for one in self.departments)

    def reports(self) -> QuerySet[Report]:
        """All reports of this part of the desk."""
        found = reports_on_desks(self.trainee).filter(municipality=self.municipality)
        if self.departments:
            found = found.filter(Q(department__in=self.departments) | Q(department__isnull=True))
        return found


def scopes_of(standing: Standing) -> list[Scope]:
    """Where a person may see the desk, by the municipality's slug; everywhere for an administrator."""
    held: dict[Municipality, list[Department | None]] = {}
    for membership in standing.memberships:
        if Role(membership.role) in TABLE["desk.see"] and membership.municipality is not None:
            own = membership.department if membership.role == Role.OFFICER else None
            held.setdefault(membership.municipality, []).append(own)
    found = [Scope(place, together(own), standing.trainee) for place, own in held.items()]
    if not found and any(
        one.municipality_id is None and one.role in EVERYWHERE for one in standing.memberships
    ):
        found = [Scope(one) for one in Municipality.objects.filter(active=True)]
    return sorted(found, key=lambda scope: scope.municipality.slug)


def together(departments: Collection[Department | None]) -> tuple[Department, ...]:
    """All departments that somebody works for, by slug; none when one of the memberships (None) is for everything."""
    named = {one.pk: one for one in departments if one is not None}
    return tuple(sorted(named.values(), key=lambda one: one.slug)) if None not in departments else ()
