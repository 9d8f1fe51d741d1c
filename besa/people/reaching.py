"""What reaches each member of a municipality: which reports they see, and what they get by mail and why.

Each app that sends something to officials says so here, from the same rows by which it sends. It is given all members
at once, so that it reads what it needs once and not for each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.core.registries import Registry
from besa.people.models import Department, Membership, Role, User
from besa.people.permissions import OFFICIALS, TABLE
from besa.people.roles import label_of
from besa.places.models import Municipality


@dataclass(frozen=True)
class Member:
    """A person with all their current roles in one municipality."""

    user: User
    roles: frozenset[Role]
    #: those of which the person is an officer
    departments: tuple[Department, ...]
    #: True for an officer of no department, who is there for all of them
    of_all: bool

    @property
    def is_official(self) -> bool:
        """True for who works on reports."""
        return bool(self.roles & OFFICIALS)

    @property
    def sees_all(self) -> bool:
        """True when no department bounds what the person sees."""
        return self.of_all or any(role != Role.OFFICER and role in TABLE["desk.see"] for role in self.roles)

    @property
    def role_names(self) -> list[str]:
        """The roles in the reader's language."""
        return sorted(label_of(role) for role in self.roles)


@dataclass(frozen=True)
class Crew:
    """All of them who can sign in."""

    municipality: Municipality
    members: tuple[Member, ...]

    @property
    def has_officers_of_all(self) -> bool:
        """True when an officer is there for every department."""
        return any(member.of_all for member in self.members)


@dataclass(frozen=True)
class Part:
    """Some of what reaches a member, a line each, and for which reports or under which condition."""

    lines: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of thing that may reach members. `of` says what reaches one of them; no part: nothing does."""

    label: str | Promise
    of: Callable[[Member], Sequence[Part]]


@dataclass(frozen=True)
class Reached:
    """A member, and by kind what reaches them."""

    member: Member
    kinds: list[tuple[str, Sequence[Part]]] = field(default_factory=list)


#: key such as "desk.reminders" → function that reads what it needs for all members and tells what reaches each
kinds: Registry[Callable[[Crew], Kind]] = Registry()


def crew_of(municipality: Municipality, memberships: Iterable[Membership]) -> Crew:
    """The people behind a municipality's current memberships, in the order of these."""
    held: dict[int, list[Membership]] = {}
    for one in memberships:
        if one.user.is_active:
            held.setdefault(one.user_id, []).append(one)
    return Crew(municipality, tuple(_member(rows) for rows in held.values()))


def what_reaches(crew: Crew) -> list[Reached]:
    """What reaches each of them. As many queries as the apps need, however many members there are."""
    known = [kind(crew) for _key, kind in kinds.all()]
    return [
        Reached(member, [(str(kind.label), kind.of(member)) for kind in known]) for member in crew.members
    ]


def _member(rows: Sequence[Membership]) -> Member:
    as_officer = [one for one in rows if one.role == Role.OFFICER]
    return Member(
        user=rows[0].user,
        roles=frozenset(Role(one.role) for one in rows),
        departments=tuple(one.department for one in as_officer if one.department is not None),
        of_all=any(one.department is None for one in as_officer),
    )


def _reports_seen(crew: Crew) -> Kind:
    """By the table of permissions: an officer of a department sees its reports, and those that have none."""
    # Translators: a heading; what follows says which reports an official sees
    return Kind(gettext_lazy("Sees"), _seen_by)


def _seen_by(member: Member) -> Sequence[Part]:
    if member.sees_all:
        return [Part((_("All reports"),))]
    names: Mapping[str, str] = {"names": ", ".join(one.name for one in member.departments)}
    return [Part((_("Reports of %(names)s, and reports without a department") % names,))]


kinds.register("people.seen", _reports_seen, rank=10)
