"""Assemblies, and what is known of their sessions: the newest version of each record, or the newest at a moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from besa.people.models import Organisation
from besa.pledges.models import Ballot, Mandate, Pledge, Post, PublicBody, Roll, Session, Vote, VoteCount


def assemblies() -> QuerySet[PublicBody]:
    """Assemblies that somebody writes down."""
    return (
        PublicBody.objects.filter(kind=PublicBody.Kind.ASSEMBLY, monitored_by__isnull=False)
        .select_related("municipality", "monitored_by")
        .order_by("municipality__slug")
    )


def assemblies_of(organisations: Iterable[Organisation]) -> QuerySet[PublicBody]:
    """The assemblies that organisations write down."""
    return assemblies().filter(monitored_by__in=[one.pk for one in organisations])


def members_of(body: PublicBody) -> QuerySet[Mandate]:
    """Everybody who ever sat in an assembly, by name."""
    return (
        Mandate.objects.filter(post__body=body, post__kind=Post.Kind.MEMBER)
        .select_related("person", "party", "municipality", "post__body", "replaces__person")
        .order_by("person__slug", "starts")
    )


def members_on(body: PublicBody, day: date) -> list[Mandate]:
    """Who had a seat on a day, by name."""
    seated = members_of(body).filter(starts__lte=day)
    return list(seated.filter(Q(ends__gte=day) | Q(ends=None, term_ends__gte=day)))


def chairs_of(body: PublicBody) -> list[Mandate]:
    """Who presided, the newest first."""
    return list(
        Mandate.objects.filter(post__body=body, post__kind=Post.Kind.CHAIR)
        .select_related("person")
        .order_by("-starts")
    )


def linkable_pledges(body: PublicBody) -> QuerySet[Pledge]:
    """What a decision of an assembly can be about: the frozen pledges of its municipality, the newest mandate first."""
    frozen = Pledge.objects.filter(mandate__municipality=body.municipality_id, state=Pledge.State.FROZEN)
    return frozen.select_related("mandate__person").order_by("-mandate__starts", "number")


def newest_roll(session: Session) -> Roll | None:
    """What is known now of who was there."""
    return newest_rolls([session]).get(session.pk)


def newest_rolls(sessions: Iterable[Session], known_at: datetime | None = None) -> dict[int, Roll]:
    """By session, the newest roll at a moment, with its names."""
    rows = Roll.objects.filter(session__in=list(sessions)).prefetch_related("attendances__mandate")
    if known_at:
        rows = rows.filter(recorded_at__lte=known_at)
    return {roll.session_id: roll for roll in rows.order_by("version")}


def newest_count(vote: Vote) -> VoteCount | None:
    """What is known now of a vote."""
    return counts_known().filter(vote=vote).first()


def newest_counts(sessions: Iterable[Session], known_at: datetime | None = None) -> dict[int, VoteCount]:
    """By vote, what was known at a moment of all decisions of some sessions, in the order of their agendas."""
    rows = counts_known(known_at).filter(vote__session__in=list(sessions))
    return {count.vote_id: count for count in rows.order_by("vote__session__held_on", "vote__number")}


def counts_known(known_at: datetime | None = None) -> QuerySet[VoteCount]:
    """The newest version of each count at a moment, with its ballots and pledges; the newest session first."""
    recorded = VoteCount.objects.filter(recorded_at__lte=known_at) if known_at else VoteCount.objects.all()
    later = recorded.filter(vote=OuterRef("vote"), version__gt=OuterRef("version"))
    ballots = Prefetch("ballots", Ballot.objects.select_related("mandate__person", "mandate__party"))
    pledges = Prefetch("pledges", Pledge.objects.select_related("mandate__person").order_by("number"))
    return (
        recorded.filter(~Exists(later))
        .select_related("vote__session__body__municipality")
        .prefetch_related(ballots, pledges)
        .order_by("-vote__session__held_on", "-vote__number")
    )
