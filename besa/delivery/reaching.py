"""Which alarms about deliveries reach the members of a municipality: the rule is that of `services/alarms.py`."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from besa.delivery.limits import Limits, limits_of
from besa.delivery.queries.recipients import recipients_of
from besa.people.models import Role
from besa.people.reaching import Crew, Kind, Member, Part, kinds


def alarms(crew: Crew) -> Kind:
    """Coordinators are alarmed, where there are recipients about whom they could be."""
    some = recipients_of(crew.municipality).exists()
    parts = [Part(_occasions(limits_of(crew.municipality.pk)))] if some else []

    def of(member: Member) -> Sequence[Part]:
        return parts if Role.COORDINATOR in member.roles else []

    return Kind(gettext_lazy("Alarms about deliveries"), of)


def _occasions(limits: Limits) -> tuple[str, ...]:
    minutes = int(limits.stuck_after.total_seconds() // 60)
    stuck = ngettext("Stuck after %(n)s minute.", "Stuck after %(n)s minutes.", minutes) % {"n": minutes}
    reports, days = limits.silent_reports, limits.silent_after.days
    silent = ngettext("Silent after %(n)s report,", "Silent after %(n)s reports,", reports) % {"n": reports}
    over = ngettext("over %(n)s day.", "over %(n)s days.", days) % {"n": days}
    return stuck, f"{silent} {over}", _("A mail to a recipient comes back.")


kinds.register("delivery.alarms", alarms, rank=40)
