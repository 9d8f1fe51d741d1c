"""Who may do what: one table. Views ask `may`; templates get the answer from their view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from besa.people.models import Membership, Organisation, Role, User
from besa.places.models import Municipality

OFFICIALS = frozenset({Role.OFFICER, Role.COORDINATOR})

#: action → roles that may do it. A role that belongs to a municipality or an organisation may do it there only.
TABLE: dict[str, frozenset[Role]] = {
    "desk.see": OFFICIALS | {Role.MODERATOR, Role.ADMINISTRATOR},
    "reports.answer": OFFICIALS,
    "reports.note": OFFICIALS,
    "practice.do": OFFICIALS,
    "practice.follow": frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    "reports.moderate": frozenset({Role.COORDINATOR, Role.MODERATOR, Role.ADMINISTRATOR}),
    "reports.redact": frozenset({Role.COORDINATOR, Role.MODERATOR, Role.ADMINISTRATOR}),
    "reports.erase": frozenset({Role.MODERATOR, Role.ADMINISTRATOR}),
    "templates.edit": frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    "categories.edit": frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    "deadlines.edit": frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    "recipients.edit": frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    "members.edit": frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    "departments.edit": frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    "pledges.monitor": frozenset({Role.MONITOR, Role.EDITOR}),
    "pledges.edit": frozenset({Role.EDITOR}),
    "publications.review": frozenset({Role.MONITOR, Role.EDITOR}),
    "publications.edit": frozenset({Role.EDITOR}),
    "infographics.edit": frozenset({Role.EDITOR}),
    "organisations.edit": frozenset({Role.ADMINISTRATOR}),
    "administration.see": frozenset({Role.ADMINISTRATOR}),
    "outbox.retry": frozenset({Role.ADMINISTRATOR}),
}
#: attribute of a user that keeps their standing for the rest of a request
_KEPT = "_standing"
#: roles that act for the whole installation when their membership names no municipality
EVERYWHERE = frozenset({Role.ADMINISTRATOR, Role.MODERATOR})


@dataclass(frozen=True)
class Standing:
    """A person's current memberships, read once for a request.

    `practice_in` is the municipality in which the person is practising just now: they stand nowhere else meanwhile, and
    the reports that they see there are their practice reports.
    """

    user: User | AnonymousUser
    practice_in: int | None = None

    @cached_property
    def memberships(self) -> list[Membership]:
        """Memberships that hold now."""
        if not isinstance(self.user, User):
            return []
        now, here = timezone.now(), {"municipality": self.practice_in} if self.practice_in else {}
        return list(
            Membership.objects.filter(user=self.user, since__lte=now, **here)
            .filter(Q(until__isnull=True) | Q(until__gt=now))
            .select_related("municipality", "department", "organisation")
        )

    @property
    def trainee(self) -> User | None:
        """The person, while they are practising."""
        return self.user if self.practice_in is not None and isinstance(self.user, User) else None

    def holds(self, role: Role) -> bool:
        """True when one of the memberships is of that role, wherever."""
        return any(membership.role == role for membership in self.memberships)

    def municipalities_for(self, action: str) -> list[Municipality]:
        """The municipalities in which a membership that names one lets the person do the action."""
        found = {
            membership.municipality_id: membership.municipality
            for membership in self.memberships
            if membership.municipality and Role(membership.role) in TABLE[action]
        }
        return sorted(found.values(), key=lambda municipality: municipality.slug)

    def organisations_for(self, action: str) -> list[Organisation]:
        """The organisations in which a membership lets the person do the action."""
        found = {
            membership.organisation_id: membership.organisation
            for membership in self.memberships
            if membership.organisation and Role(membership.role) in TABLE[action]
        }
        return sorted(found.values(), key=lambda organisation: organisation.slug)

    def role_for(
        self,
        action: str,
        municipality_id: int | None = None,
        department_id: int | None = None,
        organisation_id: int | None = None,
    ) -> Role | None:
        """The role by which the person may do the action there, or None.

        An officer of one department may act on reports of that department only; a coordinator on all. A monitor
        may act on what their own organisation monitors.
        """
        for membership in self.memberships:
            role = Role(membership.role)
            if role not in TABLE[action]:
                continue
            if membership.organisation_id is not None:
                if organisation_id in (None, membership.organisation_id) and municipality_id is None:
                    return role
                continue
            if membership.municipality_id is None:
                if role in EVERYWHERE:
                    return role
                continue
            if municipality_id is not None and membership.municipality_id != municipality_id:
                continue
            own_department = membership.department_id if role is Role.OFFICER else None
            if own_department and department_id is not None and own_department != department_id:
                continue
            return role
        return None

    def may(
        self,
        action: str,
        municipality_id: int | None = None,
        department_id: int | None = None,
        organisation_id: int | None = None,
    ) -> bool:
        """True when the person may do the action there; without a municipality or organisation, anywhere."""
        return self.role_for(action, municipality_id, department_id, organisation_id) is not None


def standing_of(user: User | AnonymousUser) -> Standing:
    """The person's standing, kept on the user for the rest of the request."""
    standing: Standing | None = getattr(user, _KEPT, None)
    if standing is None:
        standing = Standing(user)
        setattr(user, _KEPT, standing)
    return standing


def practise(user: User | AnonymousUser, municipality_id: int) -> None:
    """From here on in this request, the person practises in a municipality. Called before any view looks."""
    setattr(user, _KEPT, Standing(user, municipality_id))


def require(
    user: User | AnonymousUser,
    action: str,
    municipality_id: int | None = None,
    department_id: int | None = None,
    organisation_id: int | None = None,
) -> Role:
    """The role by which the person may do the action there; PermissionDenied when there is none."""
    role = standing_of(user).role_for(action, municipality_id, department_id, organisation_id)
    if role is None:
        raise PermissionDenied
    return role
