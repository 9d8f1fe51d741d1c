"""Which reminders reach the members of a municipality: the rule is that of `services/reminding.py`."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.people.models import Role
from besa.people.reaching import Crew, Kind, Member, Part, kinds
from besa.reports.labels import DEADLINE_LABELS
from besa.reports.models import Deadline, EscalationStep
from besa.reports.queries.clocks import steps_of


def reminders(crew: Crew) -> Kind:
    """The municipality's steps as they are now. One query."""
    steps = steps_of(crew.municipality)
    to_officers = _lines(steps, EscalationStep.Target.OFFICER)
    to_coordinators = _lines(steps, EscalationStep.Target.COORDINATOR)

    def of(member: Member) -> Sequence[Part]:
        found = []
        if to_coordinators and Role.COORDINATOR in member.roles:
            found.append(Part(to_coordinators, _("All reports")))
        if to_officers and member.is_official:
            found.append(Part(to_officers, _whose(member, crew)))
        return found

    return Kind(gettext_lazy("Reminders"), of)


def _lines(steps: list[EscalationStep], target: EscalationStep.Target) -> tuple[str, ...]:
    return tuple(
        f"{DEADLINE_LABELS[Deadline(step.deadline)]}, "
        + render_to_string("reports/settings/_step_time.html", {"step": step}).strip()
        for step in steps
        if step.target == target
    )


def _whose(member: Member, crew: Crew) -> str:
    """Of which reports somebody is reminded as an officer: see `reminding.officers_of`."""
    stands_in = member.of_all or (Role.COORDINATOR in member.roles and not crew.has_officers_of_all)
    if stands_in:
        return _("Reports assigned to them, and those of which nobody else is reminded")
    if member.departments:
        return _("Reports assigned to them, and those of their department that are assigned to nobody")
    return _("Reports assigned to them")


kinds.register("desk.reminders", reminders, rank=30)
