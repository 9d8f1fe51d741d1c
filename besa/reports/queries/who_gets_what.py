"""Before anything is saved: who gets a new report of a category, and what a department answers for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from besa.people.models import Department, Membership, Role
from besa.people.queries import members_of
from besa.places.models import Municipality
from besa.reports.deadlines import Deadlines, deadlines_for
from besa.reports.models import Category, CategoryRule, EscalationStep
from besa.reports.queries.categories import name_of
from besa.reports.queries.clocks import steps_of
from besa.reports.queries.promises import settled_now


@dataclass(frozen=True)
class Handled:
    """A category in a municipality: what panels of the apps above are asked about."""

    municipality: Municipality
    category: Category


@dataclass(frozen=True)
class WhoGets:
    """Who works on a new report of a category as things stand, by when, and who is reminded."""

    handled: Handled
    offered: bool
    department: Department | None
    officers: list[str]
    coordinators: list[str]
    due: Deadlines
    now: datetime
    steps: list[EscalationStep]


def who_gets(municipality: Municipality, category: Category) -> WhoGets:
    """The preview of one category. Three queries."""
    rules = CategoryRule.objects.filter(municipality=municipality, category=category)
    rule = rules.select_related("department").first() or CategoryRule()
    members = list(members_of(municipality))
    now = settled_now()
    return WhoGets(
        handled=Handled(municipality, category),
        offered=rule.offered,
        department=rule.department,
        officers=_names(members, Role.OFFICER, rule.department),
        coordinators=_names(members, Role.COORDINATOR, None),
        due=deadlines_for(municipality=municipality, category=category, at=now),
        now=now,
        steps=steps_of(municipality),
    )


def _names(members: list[Membership], role: Role, department: Department | None) -> list[str]:
    """Officers of one department see its reports, officers of none see all."""
    return sorted(
        str(member.user)
        for member in members
        if member.role == role and (member.department is None or member.department == department)
    )


def categories_of_department(department: Department) -> list[str]:
    """The categories whose new reports go to a department, by name. One query."""
    rules = CategoryRule.objects.filter(department=department, offered=True).select_related("category")
    return sorted(name_of(rule.category, rule) for rule in rules)
