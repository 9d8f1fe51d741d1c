"""A second person approves, then the ratings of a round are public: rows that never change, and a ledger entry each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from besa.core.services import publish
from besa.people.models import User
from besa.pledges.events import RoundPublished
from besa.pledges.models import Adjudication, Assignment, Case, Evidence, Pledge, Rating, Round
from besa.pledges.services.acting import Refused, refuse_conflicted, step, tell
from besa.pledges.services.replying import refuse_unreliable
from besa.pledges.services.verdicts import check_case, verdict_of
from besa.pledges.transitions import StepRefused


@dataclass(frozen=True)
class _Settled:
    """A case with the verdict that holds and what it rests on."""

    case: Case
    verdict: Adjudication
    evidence: list[Evidence]


def approve_round(*, round: Round, by: User, at: datetime | None = None, role: str = "editor") -> None:
    """A second person, who judged nothing in it, says that the round may be published.

    Raises Refused ("same_person", "conflict", "not_reliable", "approved_already"), StepRefused("not_answered"), and
    RuleBroken when what a verdict rests on was retracted since.
    """
    if round.state == Round.State.APPROVED:
        raise Refused("approved_already")
    if Assignment.objects.filter(case__round=round, user=by).exists():
        raise Refused("same_person")
    refuse_conflicted(by, round.mandate)
    if round.state != Round.State.ANSWERED:
        raise StepRefused("not_answered")
    refuse_unreliable(round)
    _settled(round)
    with transaction.atomic():
        now = at or timezone.now()
        if not step(round, Round.State.ANSWERED, Round.State.APPROVED, approved_by=by, approved_at=now):
            raise Refused("approved_already")
        tell("pledges.round_approved", round.mandate, role, round=round.number)
    round.refresh_from_db()


def return_round(*, round: Round, role: str = "editor") -> None:
    """Take an approval back before publication, so that verdicts can be revised. Raises StepRefused("not_approved")."""
    with transaction.atomic():
        if not step(round, Round.State.APPROVED, Round.State.ANSWERED, approved_by=None, approved_at=None):
            raise StepRefused("not_approved")
        tell("pledges.round_returned", round.mandate, role, round=round.number)
    round.refresh_from_db()


def publish_round(
    *, round: Round, by: User, at: datetime | None = None, role: str = "editor"
) -> list[Rating]:
    """Make the verdicts of an approved round public, all at once. Raises StepRefused("not_approved"), RuleBroken."""
    if round.state != Round.State.APPROVED:
        raise StepRefused("not_approved")
    settled = _settled(round)
    now = at or timezone.now()
    with transaction.atomic():
        if not step(round, Round.State.APPROVED, Round.State.PUBLISHED, published_at=now, published_by=by):
            raise StepRefused("not_approved")
        round.refresh_from_db()
        ratings = [_rate(one, round, role, now) for one in settled]
        publish(RoundPublished(round=round.pk, ratings=tuple(rating.pk for rating in ratings)))
    return ratings


def _settled(round: Round) -> list[_Settled]:
    """Every case with its newest verdict, checked once more: evidence may have been retracted since."""
    cases = round.cases.select_related("pledge__mandate", "criterion", "round")
    if any(case.state != Case.State.DECIDED for case in cases):
        raise StepRefused("not_decided")
    settled = []
    for case in cases:
        verdict = case.adjudications.filter(wave=round.wave).order_by("-pk").first()
        if verdict is None:
            raise StepRefused("not_decided")
        settled.append(_Settled(case, verdict, check_case(verdict_of(verdict), case)))
    return settled


def _rate(one: _Settled, round: Round, role: str, now: datetime) -> Rating:
    pledge, verdict = one.case.pledge, one.verdict
    rating = Rating.objects.create(
        pledge=pledge,
        case=one.case,
        old=pledge.status,
        new=verdict.status,
        flags=verdict.flags,
        reason=verdict.reason,
        language=verdict.language,
        other_reasons=verdict.other_reasons,
        criterion=one.case.criterion,
        approver=round.approved_by,
        method_version=round.method_version,
        effective_on=verdict.effective_on,
        recorded_at=now,
    )
    rating.evidence.set(one.evidence)
    coders = one.case.assignments.filter(wave=round.wave, task=Assignment.Task.CODE, user__isnull=False)
    rating.coders.set(coders.values_list("user_id", flat=True))
    show_rating(rating)
    tell_of_rating("pledges.rated", rating, one.evidence, role, round=round.number)
    return rating


def show_rating(rating: Rating) -> None:
    """Repeat a rating on its pledge, for lists; in the caller's transaction."""
    Pledge.objects.filter(pk=rating.pledge_id).update(
        status=rating.new, flags=rating.flags, rated_on=rating.effective_on, checked_at=rating.recorded_at
    )
    rating.pledge.refresh_from_db()


def tell_of_rating(verb: str, rating: Rating, evidence: list[Evidence], role: str, **more: Any) -> None:
    """The ledger's line of a rating: what it was, what it is, since when, on what evidence, by which method."""
    tell(
        verb,
        rating.pledge.mandate,
        role,
        subject=f"pledge:{rating.pledge.uid}",
        uid=rating.pledge.uid,
        old=rating.old,
        new=rating.new,
        flags=rating.flags,
        effective_on=rating.effective_on.isoformat(),
        criterion=rating.criterion.version,
        evidence={one.uid: one.grade for one in evidence},
        method=rating.method_version,
        about=more,
    )
