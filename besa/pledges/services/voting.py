"""Votes of an assembly on what concerns pledges: by name, in numbers alone, or with nothing but the result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from besa.people.models import User
from besa.pledges.models import Ballot, Pledge, Session, Vote, VoteCount
from besa.pledges.queries.assemblies import members_on, newest_count, newest_roll
from besa.pledges.services.acting import Refused, Stale
from besa.pledges.services.sessions import (
    Correcting,
    refuse_absent_votes,
    refuse_ahead,
    refuse_foreign,
    refuse_unseated,
    tell_version,
    version_of,
)

OPTIONS = tuple(option.value for option in Ballot.Option)


@dataclass(frozen=True)
class Outcome:
    """What came of a vote. `ballots` is how members voted, by mandate; without it `numbers` holds what is known of
    yes, no, abstain and absent."""

    motion: str
    language: str
    result: str
    pledges: tuple[Pledge, ...]
    ballots: Mapping[int, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def counted(self) -> dict[str, int | None]:
        """The numbers that go with it: those of the ballots, where there are some."""
        if self.ballots:
            voted = Counter(self.ballots.values())
            return {option: voted[option] for option in OPTIONS}
        return {option: self.numbers.get(option) for option in OPTIONS}


def add_vote(
    *,
    session: Session,
    number: int,
    outcome: Outcome,
    by: User | None,
    at: datetime | None = None,
    role: str = "editor",
) -> Vote:
    """Write down a decision. Raises Refused ("vote_exists" and as `correct_vote`)."""
    _refuse_unfit(session, outcome)
    try:
        with transaction.atomic():
            vote = Vote.objects.create(session=session, number=number)
            _count(
                vote,
                outcome,
                version_of(None, _said(outcome), seen=0, adds=True, correcting=None),
                by,
                at,
                role,
            )
    except IntegrityError:
        raise Refused("vote_exists") from None
    return vote


def correct_vote(
    *,
    vote: Vote,
    outcome: Outcome,
    by: User | None,
    seen: int,
    correcting: Correcting | None = None,
    at: datetime | None = None,
    role: str = "editor",
) -> VoteCount:
    """Write down more of a vote, or correct it, saying why. `seen` is the version that was looked at.

    Raises Refused: "no_motion", "no_pledges", "not_frozen", "other_municipality", "session_ahead", "not_seated",
    "absent_voted", "too_many_votes", "result_contradicts", "nothing_changed", "no_change_reason"; Stale.
    """
    _refuse_unfit(vote.session, outcome)
    before = newest_count(vote)
    facts = version_of(
        before,
        _said(outcome),
        seen=seen,
        adds=before is None or _only_adds(before, outcome),
        correcting=correcting,
    )
    try:
        with transaction.atomic():
            return _count(vote, outcome, facts, by, at, role)
    except IntegrityError:
        raise Stale from None


def _count(
    vote: Vote, outcome: Outcome, facts: dict[str, Any], by: User | None, at: datetime | None, role: str
) -> VoteCount:
    count = VoteCount.objects.create(
        vote=vote,
        motion=outcome.motion.strip(),
        motion_language=outcome.language,
        result=outcome.result,
        by_name=bool(outcome.ballots),
        recorded_by=by,
        recorded_at=at or timezone.now(),
        **outcome.counted,
        **facts,
    )
    count.pledges.set(outcome.pledges)
    Ballot.objects.bulk_create(
        Ballot(count=count, mandate_id=member, option=option)
        for member, option in sorted(outcome.ballots.items())
    )
    tell_version(
        vote.session,
        "vote",
        count,
        role,
        vote=vote.number,
        result=str(count.result),
        pledges=sorted(pledge.uid for pledge in outcome.pledges),
        **outcome.counted,
    )
    return count


def _said(outcome: Outcome) -> dict[str, Any]:
    """What a version commits to."""
    return {
        "motion": outcome.motion.strip(),
        "result": outcome.result,
        "pledges": sorted(pledge.uid for pledge in outcome.pledges),
        "ballots": {str(member): option for member, option in sorted(outcome.ballots.items())},
        **outcome.counted,
    }


def _only_adds(before: VoteCount, outcome: Outcome) -> bool:
    """Whether all that was said before still holds."""
    same = (before.motion, before.result) == (outcome.motion.strip(), outcome.result)
    linked = {pledge.pk for pledge in before.pledges.all()} <= {pledge.pk for pledge in outcome.pledges}
    ballots = all(outcome.ballots.get(one.mandate_id) == one.option for one in before.ballots.all())
    numbers = before.by_name or all(
        getattr(before, option) in (None, n) for option, n in outcome.counted.items()
    )
    return same and linked and ballots and numbers


def _refuse_unfit(session: Session, outcome: Outcome) -> None:
    if not outcome.motion.strip():
        raise Refused("no_motion")
    refuse_foreign(session, outcome.pledges)
    refuse_ahead(session)
    refuse_unseated(session, outcome.ballots)
    roll = newest_roll(session)
    if roll is not None:
        refuse_absent_votes({one.mandate_id: one.presence for one in roll.attendances.all()}, outcome.ballots)
    _refuse_impossible(session, outcome)


def _refuse_impossible(session: Session, outcome: Outcome) -> None:
    """More votes than seats, or a result that the numbers contradict. More than half may be needed, never less."""
    counted = outcome.counted
    known = [n for n in counted.values() if n is not None]
    seats = max(session.body.seats or 0, len(members_on(session.body, session.held_on)))
    if any(n < 0 for n in known) or (seats and sum(known) > seats):
        raise Refused("too_many_votes")
    yes, no = counted["yes"], counted["no"]
    if outcome.result == Vote.Result.PASSED and yes is not None and no is not None and yes <= no:
        raise Refused("result_contradicts")
