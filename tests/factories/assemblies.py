"""Assemblies, sessions and votes for tests, made through the services that editors use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from besa.pledges.models import Mandate, Pledge, PublicBody, Session, Vote
from besa.pledges.queries.assemblies import members_of
from besa.pledges.services.assemblies import Seat, add_assembly, seat_members
from besa.pledges.services.sessions import add_session
from besa.pledges.services.voting import Outcome, add_vote
from tests.factories.pledges import TODAY, Desk

#: who sits in the assembly of a test
NAMES = ("Ana Guri", "Bujar Lisi", "Çelnike Doda", "Dritan Kola", "Edi Mali")
STARTS = TODAY - timedelta(days=700)


def an_assembly(desk: Desk, names: Iterable[str] = NAMES, *, seats: int | None = None) -> PublicBody:
    """The assembly of the desk's municipality, whose first member presides."""
    body = add_assembly(municipality=desk.municipality, organisation=desk.organisation, seats=seats)
    ends = STARTS + timedelta(days=4 * 365)
    seat_members(
        assembly=body,
        seats=[
            Seat(name, "Lista A" if row % 2 else "Lista B", STARTS, ends, presides=row == 0)
            for row, name in enumerate(names)
        ],
    )
    return body


def a_session(assembly: PublicBody, number: int = 1, held_on: date | None = None) -> Session:
    """A session of last month."""
    return add_session(assembly=assembly, number=number, held_on=held_on or TODAY - timedelta(days=30))


def seat_of(assembly: PublicBody, name: str) -> Mandate:
    """The mandate of a member."""
    return next(one for one in members_of(assembly) if one.person.name == name)


def by_name(assembly: PublicBody, said: Mapping[str, str]) -> dict[int, str]:
    """What was said of members, by their mandates."""
    return {seat_of(assembly, name).pk: value for name, value in said.items()}


def an_outcome(pledges: Iterable[Pledge], **facts: Any) -> Outcome:
    """A decision that passed with three to one."""
    return Outcome(
        motion=facts.pop("motion", "Miratohet buxheti për çerdhen."),
        language="sq",
        result=facts.pop("result", Vote.Result.PASSED.value),
        pledges=tuple(pledges),
        ballots=facts.pop("ballots", {}),
        numbers=facts.pop("numbers", {}),
    )


def a_vote(
    session: Session, pledges: Iterable[Pledge], number: int = 4, at: datetime | None = None, **facts: Any
) -> Vote:
    """A decision of a session."""
    return add_vote(session=session, number=number, outcome=an_outcome(pledges, **facts), by=None, at=at)
