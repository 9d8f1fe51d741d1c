"""Loads the demonstration's assembly through the services that editors use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from besa.people.models import User
from besa.pledges.models import Mandate, Pledge, PublicBody, Session
from besa.pledges.queries.assemblies import members_of, members_on
from besa.pledges.services.assemblies import Seat, add_assembly, leave_seat, seat_members
from besa.pledges.services.sessions import Correcting, add_session, record_roll
from besa.pledges.services.voting import Outcome, add_vote
from besa.site.demonstration.council import CHANGE, CORRECTED, SEATS, SESSIONS, Sitting, Told


def load_assembly(mayor: Mandate, by: User, pledges: Sequence[Pledge]) -> None:
    """The assembly of a mayor's municipality: members, a change in mid-term, sessions, votes, a correction."""
    assert mayor.monitored_by is not None
    body = add_assembly(
        municipality=mayor.municipality,
        organisation=mayor.monitored_by,
        seats=sum(len(names) for names in SEATS.values()),
    )
    first = next(iter(SEATS.values()))[0]
    seats = [
        Seat(name, party, mayor.starts, mayor.term_ends, presides=name == first)
        for party, names in SEATS.items()
        for name in names
    ]
    seat_members(assembly=body, seats=seats)
    leaver, follower, days = CHANGE
    today = timezone.localdate()
    leaving = members_of(body).get(person__names__sq=leaver)
    leave_seat(member=leaving, on=today - timedelta(days=days), ending="resigned", follower=follower)
    for number, sitting in enumerate(SESSIONS, 1):
        _sit(body, number, sitting, today - timedelta(days=sitting.days_ago), by, pledges)
    _correct(body.sessions.order_by("held_on")[0], by)


def _sit(
    body: PublicBody, number: int, sitting: Sitting, day: date, by: User, pledges: Sequence[Pledge]
) -> None:
    at = datetime.combine(day + timedelta(days=3), time(12), timezone.get_current_timezone())
    session = add_session(assembly=body, number=number, held_on=day, at=at)
    members = {member.person.name: member.pk for member in members_on(body, day)}
    away = dict.fromkeys(sitting.excused, "excused") | dict.fromkeys(sitting.absent, "absent")
    presences = {pk: away.get(name, "present") for name, pk in members.items()}
    record_roll(session=session, presences=presences, by=by, at=at)
    for told in sitting.decisions:
        about = [pledge for pledge in pledges if pledge.page == told.page and pledge.is_ratable]
        ballots = _ballots(told, members, away) if told.by_name else {}
        outcome = Outcome(told.motion, "sq", told.result, tuple(about[:1]), ballots, told.numbers)
        add_vote(session=session, number=told.number, outcome=outcome, by=by, at=at)


def _ballots(told: Told, members: dict[str, int], away: dict[str, str]) -> dict[int, str]:
    """Who is named neither against nor abstaining voted for it, where they were there."""
    said = dict.fromkeys(told.against, "no") | dict.fromkeys(told.abstained, "abstain")
    return {pk: "absent" if name in away else said.get(name, "yes") for name, pk in members.items()}


def _correct(session: Session, by: User) -> None:
    """Somebody who was written down as absent had been there: the first version stays readable."""
    name, why = CORRECTED
    roll = session.rolls.get()
    known = {one.mandate_id: one.presence for one in roll.attendances.all()}
    there = session.body.posts.get(kind="member").mandates.get(person__names__sq=name)
    record_roll(
        session=session,
        presences=known | {there.pk: "present"},
        by=by,
        seen=1,
        correcting=Correcting("our_error", why, "sq"),
    )
