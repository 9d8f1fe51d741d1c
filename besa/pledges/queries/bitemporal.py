"""Ratings by their two times: what was true on a day, as far as it was known at a moment.

Any published page, chart and report can be made again exactly: `known_at` is its moment, `true_on` its day. Everything
here reads `Rating` rows alone, never the copy on the pledge.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from besa.pledges.models import Mandate, Pledge, Rating
from besa.pledges.statuses import STATUSES, Level, Status, level_of

#: statuses by which an earlier rating said that work had begun
BEGUN = frozenset({Status.IN_PROGRESS, Status.STALLED, Status.PARTLY, Status.FULFILLED})


@dataclass(frozen=True)
class Standing:
    """What a pledge was at one moment: its status (empty: not rated), the rating that says so, GAP's level."""

    pledge: Pledge
    status: str
    flags: tuple[str, ...]
    rating: Rating | None
    level: Level | None

    @property
    def scored(self) -> bool:
        """Whether it counts in shares."""
        return bool(self.status) and STATUSES[Status(self.status)].scored


@dataclass(frozen=True)
class Tally:
    """How many pledges of a list are what. Shares are of `scored`, the denominator that is always shown with them.

    `total` = `scored` + `unscored` + `unrated`.
    """

    total: int
    scored: int
    unscored: int
    unrated: int
    by_status: dict[Status, int]
    by_level: dict[Level, int]

    def share(self, status: Status) -> float | None:
        """Of the scored pledges, from 0 to 1; None when there are none: a mayor without pledges has no 0 %."""
        return self.by_status[status] / self.scored if self.scored else None

    def share_of_level(self, level: Level) -> float | None:
        """The same by GAP's levels."""
        return self.by_level[level] / self.scored if self.scored else None


class _Told(NamedTuple):
    """What one rating said, without its words."""

    pk: int
    pledge_id: int
    corrects_id: int | None
    new: str
    effective_on: date


class Holding(NamedTuple):
    """The rating that holds of a pledge, by its key, and whether an earlier one said that work had begun."""

    rating: int
    status: str
    begun: bool

    @property
    def level(self) -> Level | None:
        """GAP's level."""
        return level_of(self.status, begun=self.begun)


class _Recorded(Protocol):
    """Something recorded that may correct something else."""

    @property
    def pk(self) -> int:
        """Its number."""

    @property
    def corrects_id(self) -> int | None:
        """The number of what it corrects."""


R = TypeVar("R", bound=_Recorded)


def pledges_known(mandate: Mandate, known_at: datetime) -> QuerySet[Pledge]:
    """The pledges on the lists of a mandate that were frozen by a moment, by number."""
    frozen = Pledge.objects.filter(mandate=mandate, state=Pledge.State.FROZEN)
    return frozen.filter(baseline__frozen_at__lte=known_at).order_by("number")


def standings_as_of(
    mandate: Mandate, *, known_at: datetime | None = None, true_on: date | None = None
) -> list[Standing]:
    """Every pledge on the frozen lists of a mandate by number, as it was known at a moment to be on a day."""
    known_at = known_at or timezone.now()
    pledges = list(pledges_known(mandate, known_at))
    for pledge in pledges:  # the one at hand, instead of one more for each row
        pledge.mandate = mandate
    return standings_among(pledges, Q(pledge__mandate=mandate), known_at=known_at, true_on=true_on)


def standings_of(
    pledges: Iterable[Pledge], *, known_at: datetime | None = None, true_on: date | None = None
) -> list[Standing]:
    """The same for some pledges, with two queries for all their ratings."""
    shown = list(pledges)
    of_them = Q(pledge__in=[pledge.pk for pledge in shown])
    return standings_among(shown, of_them, known_at=known_at or timezone.now(), true_on=true_on)


def standings_among(
    pledges: Sequence[Pledge],
    of_them: Q,
    *,
    known_at: datetime,
    true_on: date | None = None,
) -> list[Standing]:
    """The same where one knows how to find the ratings of these pledges, among others or not."""
    holding = holding_among(of_them, known_at=known_at, true_on=true_on)
    ratings = Rating.objects.in_bulk([one.rating for one in holding.values()])
    return [_standing(pledge, holding.get(pledge.pk), ratings) for pledge in pledges]


def holding_among(of_them: Q, *, known_at: datetime, true_on: date | None = None) -> dict[int, Holding]:
    """By pledge, which of its ratings holds; of those that have one. It says nothing of what cannot be rated."""
    told: dict[int, list[_Told]] = defaultdict(list)
    published = Rating.objects.filter(of_them, recorded_at__lte=known_at).order_by("recorded_at", "pk")
    for row in published.values_list(*_Told._fields):
        one = _Told._make(row)
        told[one.pledge_id].append(one)
    past = {pledge: _past(rows, true_on) for pledge, rows in told.items()}
    return {
        pledge: Holding(rows[-1].pk, rows[-1].new, any(one.new in BEGUN for one in rows[:-1]))
        for pledge, rows in past.items()
        if rows
    }


def ratings_that_count(published: Sequence[R]) -> list[R]:
    """Of one pledge's ratings in the order in which they were recorded: those that nobody corrected.

    A correction stands where the rating stood that it corrects, so that correcting an old round changes no later one.
    """
    corrected = {rating.corrects_id for rating in published if rating.corrects_id}
    if not corrected:
        return list(published)
    place: dict[int, int] = {}
    for number, rating in enumerate(published):
        place[rating.pk] = place[rating.corrects_id] if rating.corrects_id else number
    counting = [rating for rating in published if rating.pk not in corrected]
    return sorted(counting, key=lambda rating: place[rating.pk])


def rating_now(pledge: Pledge) -> Rating | None:
    """The rating that holds now."""
    return standings_of([pledge])[0].rating


def tally_as_of(mandate: Mandate, *, known_at: datetime | None = None, true_on: date | None = None) -> Tally:
    """The counts of a mandate's lists at a moment."""
    return tally_of(standings_as_of(mandate, known_at=known_at, true_on=true_on))


def tally_of(standings: Iterable[Standing]) -> Tally:
    """The counts of some pledges."""
    return tally_of_found((one.status, one.level) for one in standings)


def tally_of_found(found: Iterable[tuple[str, Level | None]]) -> Tally:
    """The same of their statuses (empty: not rated), each with its level."""
    shown = list(found)
    by_status = Counter(Status(status) for status, _ in shown if status)
    by_level = Counter(level for _, level in shown if level)
    scored = sum(n for status, n in by_status.items() if STATUSES[status].scored)
    unrated = sum(not status for status, _ in shown)
    return Tally(
        total=len(shown),
        scored=scored,
        unscored=len(shown) - scored - unrated,
        unrated=unrated,
        by_status={status: by_status[status] for status in STATUSES},
        by_level={level: by_level[level] for level in reversed(Level)},
    )


def _past(told: list[_Told], true_on: date | None) -> list[_Told]:
    """What had come true by a day, oldest first: what was learnt later holds from its effective day on, whatever was
    said before of the same days."""
    counting = ratings_that_count(told)
    return [one for one in counting if true_on is None or one.effective_on <= true_on]


def _standing(pledge: Pledge, holding: Holding | None, ratings: Mapping[int, Rating]) -> Standing:
    if not pledge.is_ratable:
        return Standing(pledge, Status.UNRATABLE, (), None, None)
    if holding is None:
        return Standing(pledge, "", (), None, None)
    newest = ratings[holding.rating]
    return Standing(pledge, newest.new, tuple(newest.flags), newest, holding.level)
