"""What everybody sees of an assembly: members, sessions, votes on pledges, now or as it stood at the end of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from besa.places.calendar import today_in, zone_of
from besa.pledges.assembly_words import numbers_in_words
from besa.pledges.models import Attendance, Ballot, Document, Mandate, PublicBody, Roll, Session, VoteCount
from besa.pledges.public_filters import read_day
from besa.pledges.queries.assemblies import (
    assemblies,
    chairs_of,
    members_of,
    newest_counts,
    newest_rolls,
)
from besa.pledges.queries.public_mandates import end_of


@dataclass(frozen=True)
class Shown:
    """An assembly and the moment of which a page tells. `bad_day` when a day was asked for that there is not."""

    body: PublicBody
    on: date | None
    today: date
    known_at: datetime | None
    bad_day: bool = False

    @property
    def day(self) -> date:
        """The day of which it tells."""
        return self.on or self.today


@dataclass(frozen=True)
class Share:
    """How often somebody was there, of the sessions whose attendance names them; None without one."""

    present: int
    of: int

    @property
    def share(self) -> float | None:
        """From 0 to 1."""
        return self.present / self.of if self.of else None


@dataclass(frozen=True)
class MemberLine:
    """A member among others."""

    mandate: Mandate
    presides: bool
    attendance: Share


@dataclass(frozen=True)
class VoteLine:
    """A decision with what came of it, as it was known."""

    count: VoteCount
    said: str
    corrections: list[VoteCount]

    @property
    def session(self) -> Session:
        """Where it was decided."""
        return self.count.vote.session

    @property
    def ballots(self) -> list[tuple[str, list[Ballot]]]:
        """Who voted how, in the order of the options; empty where no names were recorded."""
        cast = sorted(self.count.ballots.all(), key=lambda one: one.mandate.person.slug)
        found = [(option.value, [one for one in cast if one.option == option]) for option in Ballot.Option]
        return [(option, some) for option, some in found if some]


@dataclass(frozen=True)
class SessionLine:
    """A session among others. `attendance` is None while nobody recorded it."""

    session: Session
    roll: Roll | None
    attendance: Share | None
    votes: int


@dataclass(frozen=True)
class AssemblyPage:
    """Who sits there, who sat there, its sessions."""

    shown: Shown
    members: list[MemberLine]
    former: list[MemberLine]
    sessions: list[SessionLine]
    votes: list[VoteLine]

    @property
    def parties(self) -> list[tuple[PublicBody | None, int]]:
        """How many seats each list holds, the largest first."""
        held: dict[PublicBody | None, int] = {}
        for line in self.members:
            held[line.mandate.party] = held.get(line.mandate.party, 0) + 1
        return sorted(held.items(), key=lambda one: (-one[1], one[0].slug if one[0] else "~"))


@dataclass(frozen=True)
class SessionPage:
    """One session."""

    shown: Shown
    session: Session
    roll: Roll | None
    attendance: Share | None
    presences: list[tuple[str, list[Mandate]]]
    versions: list[Roll]
    votes: list[VoteLine]
    documents: list[Document]


@dataclass(frozen=True)
class MemberPage:
    """One member: how often there, and each vote on a pledge."""

    shown: Shown
    mandate: Mandate
    presides: bool
    attendance: Share
    seats: list[Mandate]
    votes: list[tuple[VoteLine, str]]
    sessions: list[tuple[Session, str]]


def shown_assembly(slug: str, query: Mapping[str, str]) -> Shown | None:
    """The assembly of an address at the moment that its query names; None for none. Raises NoSuchDay."""
    body = assemblies().filter(slug=slug[:80]).first()
    if body is None or body.municipality is None:
        return None
    today = today_in(body.municipality)
    on = read_day(query, today)
    return Shown(body, on, today, end_of(zone_of(body.municipality), on) if on else None)


def assembly_page(shown: Shown) -> AssemblyPage:
    """All of an assembly."""
    sessions = _sessions(shown)
    rolls = newest_rolls(sessions, shown.known_at)
    counts = newest_counts(sessions, shown.known_at)
    times = _attendances(rolls.values())
    presiding = _presiding(shown)
    lines = [
        MemberLine(member, member.person_id in presiding, times.get(member.pk, Share(0, 0)))
        for member in members_of(shown.body).filter(starts__lte=shown.day)
    ]
    votes = _vote_lines(counts.values(), shown.known_at)
    voted = [line.session.pk for line in votes]
    return AssemblyPage(
        shown=shown,
        members=[line for line in lines if _sits(line.mandate, shown.day)],
        former=[line for line in lines if not _sits(line.mandate, shown.day)],
        sessions=[
            SessionLine(one, rolls.get(one.pk), _share(rolls.get(one.pk)), voted.count(one.pk))
            for one in sessions
        ],
        votes=votes,
    )


def session_page(shown: Shown, pk: int) -> SessionPage | None:
    """One session; None when it is not one of this assembly."""
    session = next((one for one in _sessions(shown) if one.pk == pk), None)
    if session is None:
        return None
    roll = newest_rolls([session], shown.known_at).get(pk)
    members = {member.pk: member for member in members_of(shown.body)}
    said = {one.mandate_id: one.presence for one in roll.attendances.all()} if roll else {}
    presences = [
        (presence.value, [member for key, member in members.items() if said.get(key) == presence])
        for presence in Attendance.Presence
    ]
    versions = session.rolls.filter(version__lte=roll.version) if roll else session.rolls.none()
    return SessionPage(
        shown=shown,
        session=session,
        roll=roll,
        attendance=_share(roll),
        presences=[(presence, some) for presence, some in presences if some],
        versions=list(versions.exclude(version=1).order_by("-version")),
        votes=_vote_lines(newest_counts([session], shown.known_at).values(), shown.known_at),
        documents=list(session.documents.filter(state=Document.State.READY)),
    )


def member_page(shown: Shown, slug: str) -> MemberPage | None:
    """One member; None for who never sat in this assembly."""
    mandate = members_of(shown.body).filter(slug=slug[:120], starts__lte=shown.day).first()
    if mandate is None:
        return None
    sessions = _sessions(shown)
    rolls = newest_rolls(sessions, shown.known_at)
    known = {
        roll.session_id: one.presence
        for roll in rolls.values()
        for one in roll.attendances.all()
        if one.mandate_id == mandate.pk
    }
    votes = _vote_lines(newest_counts(sessions, shown.known_at).values(), shown.known_at)
    cast = [(line, _option(line.count, mandate)) for line in votes]
    return MemberPage(
        shown=shown,
        mandate=mandate,
        presides=mandate.person_id in _presiding(shown),
        attendance=_attendances(rolls.values()).get(mandate.pk, Share(0, 0)),
        seats=list(members_of(shown.body).filter(person=mandate.person).exclude(pk=mandate.pk)),
        votes=[(line, option) for line, option in cast if option],
        sessions=[(one, known[one.pk]) for one in sessions if one.pk in known],
    )


def vote_lines(counts: Iterable[VoteCount], known_at: datetime | None = None) -> list[VoteLine]:
    """Counts with what was corrected of them, in the order given."""
    rows = list(counts)
    if not rows:
        return []
    versions: dict[int, list[VoteCount]] = {}
    later = VoteCount.objects.filter(vote__in=[one.vote_id for one in rows], version__gt=1).exclude(why="")
    for one in later.filter(recorded_at__lte=known_at) if known_at else later:
        versions.setdefault(one.vote_id, []).append(one)
    return [VoteLine(one, numbers_in_words(one), versions.get(one.vote_id, [])) for one in rows]


def _vote_lines(counts: Iterable[VoteCount], known_at: datetime | None) -> list[VoteLine]:
    """The newest first."""
    rows = sorted(counts, key=lambda one: (one.vote.session.held_on, -one.vote.number), reverse=True)
    return vote_lines(rows, known_at)


def _sessions(shown: Shown) -> list[Session]:
    rows = shown.body.sessions.prefetch_related(
        Prefetch("documents", Document.objects.filter(state=Document.State.READY))
    )
    return list(rows.filter(created_at__lte=shown.known_at) if shown.known_at else rows)


def _presiding(shown: Shown) -> set[int]:
    return {chair.person_id for chair in chairs_of(shown.body) if _sits(chair, shown.day)}


def _sits(mandate: Mandate, day: date) -> bool:
    return mandate.holds_on(day) and day <= mandate.term_ends


def _share(roll: Roll | None) -> Share | None:
    if roll is None:
        return None
    said = [one.presence for one in roll.attendances.all()]
    return Share(said.count(Attendance.Presence.PRESENT), len(said))


def _attendances(rolls: Iterable[Roll]) -> dict[int, Share]:
    """By member, how often present, of how many sessions."""
    found: dict[int, Share] = {}
    for one in (one for roll in rolls for one in roll.attendances.all()):
        before = found.get(one.mandate_id, Share(0, 0))
        there = one.presence == Attendance.Presence.PRESENT
        found[one.mandate_id] = Share(before.present + there, before.of + 1)
    return found


def _option(count: VoteCount, member: Mandate) -> str:
    return next((one.option for one in count.ballots.all() if one.mandate_id == member.pk), "")
