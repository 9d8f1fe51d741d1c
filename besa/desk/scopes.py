"""The part of the desk a person works at: one municipality, all of it or one department."""

from __future__ import annotations

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

    An officer of a department also sees what no department has yet: somebody must take it. Who practises
    (`trainee`) sees their practice reports, and no others.
    """

    municipality: Municipality
    department: Department | None
    trainee: User | None = None

    def reports(self) -> QuerySet[Report]:
        """All reports of this part of the desk."""
        found = reports_on_desks(self.trainee).filter(municipality=self.municipality)
        if self.department is not None:
            found = found.filter(Q(department=self.department) | Q(department__isnull=True))
        return found


def scopes_of(standing: Standing) -> list[Scope]:
    """Where a person may see the desk, by the municipality's slug; everywhere for an administrator."""
    found: dict[int, Scope] = {}
    for membership in standing.memberships:
        if Role(membership.role) not in TABLE["desk.see"] or membership.municipality is None:
            continue
        whole = membership.department is None or membership.role != Role.OFFICER
        scope = Scope(membership.municipality, None if whole else membership.department, standing.trainee)
        if whole or membership.municipality_id not in found:
            found[membership.municipality_id or 0] = scope
    if not found and any(
        one.municipality_id is None and one.role in EVERYWHERE for one in standing.memberships
    ):
        active = Municipality.objects.filter(active=True)
        found = {one.pk: Scope(one, None) for one in active}
    return sorted(found.values(), key=lambda scope: scope.municipality.slug)
