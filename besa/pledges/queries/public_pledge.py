"""One pledge with its whole story, as it was known at a moment. Reads what was published, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import Promise

from besa.places.calendar import today_in
from besa.places.models import Place
from besa.pledges.areas import AREAS, Area
from besa.pledges.indicators import NOT_THE_RATING, Reading
from besa.pledges.models import Criterion, Document, Evidence, Pledge, Rating, Reply, Round
from besa.pledges.public_cards import STALE_DAYS, is_stale, title_of, token_of
from besa.pledges.public_diff import Piece, differences
from besa.pledges.public_filters import read_day
from besa.pledges.queries.assemblies import counts_known
from besa.pledges.queries.bitemporal import ratings_that_count
from besa.pledges.queries.indicators import readings_of
from besa.pledges.queries.public_assembly import VoteLine, vote_lines
from besa.pledges.queries.public_mandates import end_of_day
from besa.pledges.queries.public_rounds import RoundFacts, round_facts
from besa.pledges.statuses import STATUSES, Status, StatusFacts


@dataclass(frozen=True)
class Step:
    """One rating in the story. `was` is the word it replaces; `replaced` that a later one corrected it."""

    rating: Rating
    evidence: list[Evidence]
    replies: list[Reply]
    replaced: bool
    round_as_of: date | None
    silent_until: datetime | None
    was_reason: list[Piece]

    @property
    def facts(self) -> StatusFacts:
        """The words and shape of what was found."""
        return STATUSES[Status(self.rating.new)]

    @property
    def changed(self) -> bool:
        """Whether it says something else than the one before."""
        return bool(self.rating.old) and self.rating.old != self.rating.new


@dataclass(frozen=True)
class CriterionVersion:
    """A version of the criterion, with what changed in its words."""

    criterion: Criterion
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class PledgePage:
    """What the page shows. Times are those of publication; `on` is the day that was asked for."""

    pledge: Pledge
    title: str
    title_language: str
    status: str
    rating: Rating | None
    steps: list[Step]
    evidence: list[Evidence]
    criteria: list[CriterionVersion]
    round: RoundFacts | None
    votes: list[VoteLine]
    places: list[Place]
    on: date | None
    today: date
    bad_day: bool
    readings: list[Reading]
    not_the_rating: ClassVar[Promise] = NOT_THE_RATING

    @property
    def area(self) -> Area | None:
        """The policy area; None for one that is on the list no more."""
        return AREAS.get(self.pledge.area)

    @property
    def is_stale(self) -> bool:
        """Whether it was last checked too long ago."""
        since = (self.on or self.today) - timedelta(days=STALE_DAYS)
        return self.rating is not None and is_stale(self.rating.recorded_at, since)

    @property
    def takes_contributions(self) -> bool:
        """Whether somebody could make evidence of what a citizen sends; on the page of a past day nothing is sent."""
        return self.on is None and self.pledge.is_ratable and self.pledge.mandate.monitored_by_id is not None

    @property
    def token(self) -> str:
        """Class, colour and shape of the standing."""
        return token_of(self.status)

    @property
    def criterion(self) -> Criterion | None:
        """The one that holds."""
        return self.criteria[0].criterion if self.criteria else None

    @property
    def last_reply(self) -> Step | None:
        """The rating of the newest round, where the office said something to it or let the time pass."""
        newest = next((step for step in self.steps if step.round_as_of), None)
        return newest if newest and (newest.replies or newest.silent_until) else None

    @property
    def is_answered(self) -> bool:
        """Whether the office said something, to this pledge or to all of its round, or let the time pass."""
        said_to_all = self.rating is not None and self.round is not None and bool(self.round.replies)
        return self.last_reply is not None or said_to_all

    @property
    def quote_says_more(self) -> bool:
        """Whether the quote is more than the title, which for want of another is its beginning."""
        return not self.pledge.quote.startswith(self.title.rstrip("…. "))

    @property
    def was_corrected(self) -> bool:
        """Whether a rating that stands here replaced a wrong one."""
        return any(step.replaced for step in self.steps)


def public_pledge(uid: str, slug: str = "", known_at: datetime | None = None) -> Pledge | None:
    """A pledge of a frozen list, which everybody may see; `slug` names its mandate."""
    found = Pledge.objects.filter(uid=uid[:10], state=Pledge.State.FROZEN)
    if slug:
        found = found.filter(mandate__slug=slug[:120])
    if known_at:
        found = found.filter(baseline__frozen_at__lte=known_at)
    return found.select_related(
        "mandate__person", "mandate__post", "mandate__municipality", "mandate__party",
        "mandate__monitored_by", "programme__document", "baseline", "department",
    ).first()  # fmt: skip


def pledge_page(slug: str, uid: str, query: Mapping[str, str], *, bad_day: bool = False) -> PledgePage | None:
    """The page for the query of an address; None for what is not public. Raises NoSuchDay."""
    pledge = public_pledge(uid, slug)
    if pledge is None:
        return None
    today = today_in(pledge.mandate.municipality)
    on = read_day(query, today)
    known_at = end_of_day(pledge.mandate, on) if on else timezone.now()
    if pledge.baseline is None or pledge.baseline.frozen_at > known_at:
        return None
    ratings = _ratings(pledge, known_at)
    counting = ratings_that_count(ratings)
    rating = counting[-1] if counting and pledge.is_ratable else None
    title, language = title_of(pledge)
    return PledgePage(
        pledge=pledge,
        title=title,
        title_language=language,
        status=rating.new if rating else (Status.UNRATABLE.value if not pledge.is_ratable else ""),
        rating=rating,
        steps=_steps(ratings, counting),
        evidence=_evidence(ratings),
        criteria=_criteria(pledge, known_at),
        round=round_facts(pledge.mandate, known_at),
        votes=vote_lines(counts_known(known_at).filter(pledges=pledge), known_at),
        places=list(pledge.places.all()),
        on=on,
        today=today,
        bad_day=bad_day,
        readings=readings_of(pledge, on, known_at),
    )


def _ratings(pledge: Pledge, known_at: datetime) -> list[Rating]:
    """All that was published of it by a moment, in the order of publication, with what each rests on."""
    documents = Prefetch("documents", Document.objects.filter(state=Document.State.READY))
    evidence = Prefetch("evidence", Evidence.objects.prefetch_related(documents))
    replies = Prefetch("case__replies", Reply.objects.prefetch_related(documents))
    rows = Rating.objects.filter(pledge=pledge, recorded_at__lte=known_at)
    return list(
        rows.select_related("case__round__reply_request", "criterion", "correction")
        .prefetch_related(evidence, replies)
        .order_by("recorded_at", "pk")
    )


def _steps(ratings: list[Rating], counting: list[Rating]) -> list[Step]:
    """The newest first; a correction shows what changed in the words of the rating that it replaced."""
    by_key = {rating.pk: rating for rating in ratings}
    return [_step(one, by_key.get(one.corrects_id or 0), counting) for one in reversed(ratings)]


def _step(rating: Rating, corrected: Rating | None, counting: list[Rating]) -> Step:
    case = rating.case
    published = case is not None and case.round.state == Round.State.PUBLISHED
    asked = getattr(case.round, "reply_request", None) if case and published else None
    replies = list(case.replies.all()) if case and published else []
    return Step(
        rating=rating,
        evidence=list(rating.evidence.all()),
        replies=replies,
        replaced=rating not in counting,
        round_as_of=case.round.as_of if case else None,
        silent_until=asked.closed_at if asked and asked.silent else None,
        was_reason=differences(corrected.reason, rating.reason) if corrected else [],
    )


def _evidence(ratings: list[Rating]) -> list[Evidence]:
    """What published ratings rest on, each piece once, the newest first."""
    found = {one.pk: one for rating in ratings for one in rating.evidence.all()}
    return sorted(found.values(), key=lambda one: (one.happened_on, one.pk), reverse=True)


def _criteria(pledge: Pledge, known_at: datetime) -> list[CriterionVersion]:
    """Published versions, the newest first, each with what it changed in the words of the one before."""
    rows = list(pledge.criteria.filter(published_at__lte=known_at).order_by("version"))
    made = [
        CriterionVersion(row, differences(before.fulfilled_when, row.fulfilled_when) if before else [])
        for before, row in zip([None, *rows], rows, strict=False)
    ]
    return made[::-1]
