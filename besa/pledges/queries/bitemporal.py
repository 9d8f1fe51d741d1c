"""Ratings by their two times: what was true on a day, as far as it was known at a moment.

Any published page, chart and report can be made again exactly: `known_at` is its moment, `true_on` its day. Everything
here reads `Rating` rows alone, never the copy on the pledge.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

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


def standings_as_of(
    mandate: Mandate, *, known_at: datetime | None = None, true_on: date | None = None
) -> list[Standing]:
    """Every pledge on the frozen lists of a mandate by number, as it was known at a moment to be on a day."""
    known_at = known_at or timezone.now()
    pledges = Pledge.objects.filter(
        mandate=mandate, state=Pledge.State.FROZEN, baseline__frozen_at__lte=known_at
    ).order_by("number")
    for pledge in pledges:  # the one at hand, instead of one more for each row
        pledge.mandate = mandate
    return standings_of(pledges, known_at=known_at, true_on=true_on)


def standings_of(
    pledges: Iterable[Pledge], *, known_at: datetime | None = None, true_on: date | None = None
) -> list[Standing]:
    """The same for some pledges, with one query for all their ratings."""
    shown = list(pledges)
    rows: dict[int, list[Rating]] = defaultdict(list)
    published = Rating.objects.filter(recorded_at__lte=known_at or timezone.now(), pledge__in=shown)
    for rating in published.order_by("recorded_at", "pk"):
        rows[rating.pledge_id].append(rating)
    return [_standing(pledge, ratings_that_count(rows[pledge.pk]), true_on) for pledge in shown]


def ratings_that_count(published: Sequence[Rating]) -> list[Rating]:
    """Of one pledge's ratings in the order in which they were recorded: those that nobody corrected.

    A correction stands where the rating stood that it corrects, so that correcting an old round changes no later one.
    """
    first_recorded: dict[int, tuple[datetime, int]] = {}
    for rating in published:
        own = (rating.recorded_at, rating.pk)
        first_recorded[rating.pk] = first_recorded[rating.corrects_id] if rating.corrects_id else own
    corrected = {rating.corrects_id for rating in published}
    counting = [rating for rating in published if rating.pk not in corrected]
    return sorted(counting, key=lambda rating: first_recorded[rating.pk])


def rating_now(pledge: Pledge) -> Rating | None:
    """The rating that holds now."""
    return standings_of([pledge])[0].rating


def tally_as_of(mandate: Mandate, *, known_at: datetime | None = None, true_on: date | None = None) -> Tally:
    """The counts of a mandate's lists at a moment."""
    return tally_of(standings_as_of(mandate, known_at=known_at, true_on=true_on))


def tally_of(standings: Iterable[Standing]) -> Tally:
    """The counts of some pledges."""
    shown = list(standings)
    by_status = Counter(Status(one.status) for one in shown if one.status)
    by_level = Counter(one.level for one in shown if one.level)
    scored = sum(one.scored for one in shown)
    unrated = sum(not one.status for one in shown)
    return Tally(
        total=len(shown),
        scored=scored,
        unscored=len(shown) - scored - unrated,
        unrated=unrated,
        by_status={status: by_status[status] for status in STATUSES},
        by_level={level: by_level[level] for level in reversed(Level)},
    )


def _standing(pledge: Pledge, ratings: list[Rating], true_on: date | None) -> Standing:
    """What was learnt later holds from its effective day on, whatever was said before of the same days."""
    if not pledge.is_ratable:
        return Standing(pledge, Status.UNRATABLE, (), None, None)
    past = [rating for rating in ratings if true_on is None or rating.effective_on <= true_on]
    if not past:
        return Standing(pledge, "", (), None, None)
    newest = past[-1]
    begun = any(rating.new in BEGUN for rating in past[:-1])
    return Standing(pledge, newest.new, tuple(newest.flags), newest, level_of(newest.new, begun=begun))
