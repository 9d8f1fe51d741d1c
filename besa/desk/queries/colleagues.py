"""Who works on the reports of a municipality, and who was mentioned to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from besa.desk.scopes import Scope, together
from besa.people.models import Department, Membership, Role, User
from besa.people.permissions import OFFICIALS, Standing
from besa.reports.models import Mention, Report
from besa.reports.models.report import NOT_ON_DESKS

_MOST_MENTIONS = 100


@dataclass(frozen=True)
class Colleague:
    """Somebody who may answer reports: in departments, or (none) in all of the municipality."""

    user: User
    departments: tuple[Department, ...]

    @property
    def name(self) -> str:
        """The name, else the address."""
        return str(self.user)

    def sees(self, department_id: int | None) -> bool:
        """True when a report of that department is on this colleague's desk."""
        return not self.departments or department_id in (None, *(one.pk for one in self.departments))

    def department_for(self, department: Department | None) -> Department | None:
        """Where a report of that department goes with this colleague: nowhere else when it is on their desk there.

        A report that has none gets theirs, unless they work for several: then it is on the desk of each.
        """
        if not self.departments or department in self.departments:
            return department
        return self.departments[0] if department is not None or len(self.departments) == 1 else None


def colleagues_of(municipality_id: int) -> list[Colleague]:
    """Officers and coordinators of a municipality by name, each once. One query."""
    now = timezone.now()
    rows = (
        Membership.objects.filter(municipality_id=municipality_id, role__in=OFFICIALS, since__lte=now)
        .filter(Q(until__isnull=True) | Q(until__gt=now), user__is_active=True)
        .select_related("user", "department")
    )
    held: dict[User, list[Department | None]] = {}
    for row in rows:
        held.setdefault(row.user, []).append(row.department if row.role == Role.OFFICER else None)
    found = [Colleague(user, together(own)) for user, own in held.items()]
    return sorted(found, key=lambda one: one.name.casefold())


@dataclass(frozen=True)
class Mentioned:
    """An internal note in which somebody is named, on a report that they may see."""

    mention: Mention
    report: Report
    text: str
    by: str
    at: datetime

    @property
    def is_new(self) -> bool:
        """True until it was marked as read."""
        return self.mention.seen_at is None


def mentions_of(user: User) -> list[Mentioned]:
    """The notes in which a person is named, the newest first, unread before read.

    Of reports that the person may still see: one that went to another department or municipality took its notes along.
    """
    standing = Standing(user)
    rows = _mentions(user).select_related(
        "update__report__category", "update__report__place", "update__report__department", "update__author"
    )
    found = []
    for row in rows.order_by(F("seen_at").asc(nulls_first=True), "-at")[:_MOST_MENTIONS]:
        report = row.update.report
        if not standing.may("desk.see", report.municipality_id, report.department_id):
            continue
        if row.update.kept_by_id not in (None, report.municipality_id):
            continue
        author = row.update.author
        found.append(Mentioned(row, report, row.update.text, author.name if author else "", row.at))
    return sorted(found, key=lambda one: (not one.is_new, -one.at.timestamp()))


def unread_mentions(user: User, scope: Scope) -> QuerySet[Mention]:
    """The mentions that a person has not read, on reports of a part of the desk. One narrow index."""
    # Looked up for each mention: as a list, all reports of the municipality would be read.
    here = Exists(scope.reports().filter(pk=OuterRef("update__report")))
    kept_here = Q(update__kept_by__isnull=True) | Q(update__kept_by=scope.municipality)
    return Mention.objects.filter(here, kept_here, user=user, seen_at__isnull=True)


def _mentions(user: User) -> QuerySet[Mention]:
    return Mention.objects.filter(user=user).exclude(update__report__visibility__in=NOT_ON_DESKS)
