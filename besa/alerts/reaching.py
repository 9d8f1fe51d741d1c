"""Which mails about reports reach the members of a municipality: the rules are those of `queries/recipients.py` and
`services/colleagues.py`."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.delivery.models import Recipient
from besa.delivery.queries.recipients import recipients_of
from besa.people.models import Role
from besa.people.reaching import Crew, Kind, Member, Part, kinds


def new_reports(crew: Crew) -> Kind:
    """A new report goes to the recipients whom it fits, else to its department's address, else to coordinators."""
    recipients = list(recipients_of(crew.municipality))
    note = _("Only what no recipient gets.") if recipients else ""

    def of(member: Member) -> Sequence[Part]:
        parts = [
            Part((_("As recipient %(name)s") % {"name": one.name},)) for one in _same(recipients, member)
        ]
        return [*parts, *(() if any(map(_gets_all, recipients)) else _as_office(member, note))]

    return Kind(gettext_lazy("New reports"), of)


def _same(recipients: list[Recipient], member: Member) -> list[Recipient]:
    """The recipients that are the member's own address."""
    return [one for one in recipients if one.address.lower() == member.user.email]


def _gets_all(recipient: Recipient) -> bool:
    return recipient.category is None and recipient.department is None and recipient.place is None


def _as_office(member: Member, note: str) -> list[Part]:
    boxes = [one.email for one in member.departments if one.email]
    lines = [_("At the department's address: %(email)s") % {"email": email} for email in boxes]
    if Role.COORDINATOR in member.roles:
        lines.append(_("Those without a department, or whose department has no address"))
    return [Part(tuple(lines), note)] if lines else []


def from_colleagues(crew: Crew) -> Kind:
    """A report was assigned to them, or they are named in a note: whoever works on reports."""
    return Kind(gettext_lazy("From colleagues"), _from_colleagues)


def _from_colleagues(member: Member) -> Sequence[Part]:
    if not member.is_official:
        return []
    lines = (_("A report is assigned to them"), _("They are mentioned in a note"))
    return [Part(lines, "" if member.user.name else _("They have no name yet to write after @."))]


kinds.register("alerts.new", new_reports, rank=20)
kinds.register("alerts.colleagues", from_colleagues, rank=50)
