"""Assemblies and who sits in them: members take their seats, leave them in mid-term, and others follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from besa.core.folding import fold
from besa.ledger.services import record
from besa.people.models import Organisation
from besa.places.models import Municipality
from besa.pledges.models import Mandate, Post, PublicBody
from besa.pledges.services.acting import Refused
from besa.pledges.services.mandates import Term, add_mandate, body_of, end_mandate


@dataclass(frozen=True)
class Seat:
    """Who is to sit in an assembly: the name, the list they stood on (empty: none), whether they preside."""

    name: str
    party: str
    starts: date
    term_ends: date
    presides: bool = False
    origin: str = Mandate.Origin.ELECTION
    source: str = ""


def tell_of_assembly(verb: str, assembly: PublicBody, role: str, **public: Any) -> None:
    """One line of the ledger about an assembly, in the caller's transaction: numbers, days and hashes, no words."""
    assert assembly.municipality is not None
    record(
        verb=verb,
        subject=f"assembly:{assembly.slug}"[:80],
        actor_role=role,
        municipality=assembly.municipality.slug,
        public={"assembly": assembly.slug, **public},
    )


def add_assembly(
    *, municipality: Municipality, organisation: Organisation, seats: int | None, role: str = "editor"
) -> PublicBody:
    """Begin to write down an assembly. Raises Refused("assembly_taken") when another organisation does already."""
    with transaction.atomic():
        body = body_of(municipality, PublicBody.Kind.ASSEMBLY)
        free = PublicBody.objects.filter(Q(monitored_by=None) | Q(monitored_by=organisation), pk=body.pk)
        if not free.update(monitored_by=organisation, seats=seats):
            raise Refused("assembly_taken")
        tell_of_assembly("pledges.assembly_added", body, role, seats=seats)
    body.refresh_from_db()
    return body


def seat_member(
    *, assembly: PublicBody, seat: Seat, replaces: Mandate | None = None, role: str = "editor"
) -> Mandate:
    """Somebody takes a seat, and the chair if they preside.

    Raises Refused: "seated" when they sit there then already, and as `add_mandate`.
    """
    assert assembly.municipality is not None and assembly.monitored_by is not None
    term = Term(seat.starts, seat.term_ends, seat.origin, seat.source)
    if not seat.name.strip():
        raise Refused("no_name")
    with transaction.atomic():
        _refuse_seated(assembly, seat)
        kinds = [Post.Kind.MEMBER, *([Post.Kind.CHAIR] if seat.presides else [])]
        member, *_chair = [
            add_mandate(
                name=seat.name,
                municipality=assembly.municipality,
                term=term,
                organisation=assembly.monitored_by,
                kind=kind,
                party=seat.party,
                replaces=replaces if kind is Post.Kind.MEMBER else None,
                role=role,
            )
            for kind in kinds
        ]
    return member


def seat_members(*, assembly: PublicBody, seats: Iterable[Seat], role: str = "editor") -> list[Mandate]:
    """Seat many, all or none. Raises Refused."""
    with transaction.atomic():
        return [seat_member(assembly=assembly, seat=seat, role=role) for seat in seats]


def leave_seat(
    *, member: Mandate, on: date, ending: str, follower: str = "", role: str = "editor"
) -> Mandate | None:
    """A member leaves in mid-term; whoever follows takes the seat on the next day, for the rest of the term.

    Gives the follower's mandate. Raises Refused, and Stale when the member had left before.
    """
    chairs = Mandate.objects.filter(
        person=member.person, post__body=member.post.body, post__kind=Post.Kind.CHAIR, ends=None
    )
    with transaction.atomic():
        for held in (member, *chairs):
            end_mandate(mandate=held, on=on, ending=ending, role=role)
        if not follower.strip():
            return None
        party = member.party.name if member.party else ""
        starts = date.fromordinal(on.toordinal() + 1)
        seat = Seat(follower, party, starts, member.term_ends, origin=Mandate.Origin.SUCCESSION)
        return seat_member(assembly=member.post.body, seat=seat, replaces=member, role=role)


def _refuse_seated(assembly: PublicBody, seat: Seat) -> None:
    wanted = fold(seat.name)
    sitting = Mandate.objects.filter(
        post__body=assembly, post__kind=Post.Kind.MEMBER, starts__lte=seat.term_ends
    ).filter(Q(ends__gte=seat.starts) | Q(ends=None, term_ends__gte=seat.starts))
    for other in sitting.select_related("person"):
        if wanted in {fold(name) for name in other.person.names.values()}:
            raise Refused("seated")
