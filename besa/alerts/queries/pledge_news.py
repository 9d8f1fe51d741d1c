"""What a message tells of pledges, in the active language: only ratings that are public."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import F, QuerySet
from django.utils.text import capfirst

from besa.alerts.models import Batch, Notice, Subscription
from besa.alerts.scopes import scope_of
from besa.pledges.models import Pledge, Rating, Round
from besa.pledges.public_cards import title_of
from besa.pledges.statuses import label_of


@dataclass(frozen=True)
class RatedPledge:
    """A pledge that was rated anew, in words. `before` is empty for the first time."""

    rating: Rating
    title: str
    before: str
    now: str
    corrected: bool


@dataclass(frozen=True)
class PledgeSection:
    """What one subscription brought."""

    subscription: Subscription
    title: str
    rated: list[RatedPledge] = field(default_factory=list)


def pledge_news_of(batch: Batch) -> list[PledgeSection]:
    """The news of a batch by subscription, the pledges by number."""
    notices = (
        Notice.objects.filter(batch=batch, happening__rating__pledge__state=Pledge.State.FROZEN)
        .select_related(
            "subscription__mandate__person",
            "subscription__municipality",
            "subscription__pledge",
            "happening__rating__pledge__mandate",
        )
        .order_by("subscription_id", "happening__rating__pledge__number", "happening_id")
    )
    sections: dict[int, PledgeSection] = {}
    for notice in notices:
        followed, rating = notice.subscription, notice.happening.rating
        section = sections.setdefault(followed.pk, PledgeSection(followed, str(scope_of(followed))))
        if rating is not None:
            section.rated.append(_rated(rating))
    return list(sections.values())


def changed_ratings(round: Round) -> QuerySet[Rating]:
    """What a published round says otherwise than before, or for the first time."""
    published = Rating.objects.filter(case__round=round, case__round__state=Round.State.PUBLISHED)
    return published.exclude(old=F("new")).select_related("pledge").order_by("pledge__number")


def _rated(rating: Rating) -> RatedPledge:
    return RatedPledge(
        rating,
        title_of(rating.pledge)[0],
        capfirst(str(label_of(rating.old))) if rating.old else "",
        capfirst(str(label_of(rating.new))),
        rating.corrects_id is not None,
    )
