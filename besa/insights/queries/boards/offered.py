"""Which infographics of pledges have something to show just now: only those are offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from besa.insights.infographics.absence import NO_RATING, NO_ROUND, NothingToShow
from besa.insights.infographics.templates import Template, of_subject
from besa.insights.queries.boards.frame import why_no_list
from besa.insights.queries.boards.pages import address_of_board
from besa.pledges.models import Mandate, Pledge
from besa.pledges.queries.public_glance import Glance


@dataclass(frozen=True)
class Offer:
    """Templates with their addresses; `missing` says why there are fewer than there could be."""

    boards: list[tuple[Template, str]]
    missing: NothingToShow | None = None


def offer_of_mandate(mandate: Mandate, glance: Glance) -> Offer:
    """Of one mayor: nothing without pledges, no changes before a first round."""
    templates = of_subject("mandate")
    if not glance.tally.total:
        return Offer([], NothingToShow(why_no_list(mandate)))
    if glance.round is None:
        some = [one for one in templates if one.key != "changes"]
        return Offer(_addressed(some, mandate.slug), NothingToShow(NO_ROUND))
    return Offer(_addressed(templates, mandate.slug))


def offer_of_pledge(pledge: Pledge) -> Offer:
    """Of one pledge: its words and its criterion are there from the day on which the list is frozen."""
    return Offer(_addressed(of_subject("pledge"), pledge.uid))


def offer_of_all(subject: str) -> Offer:
    """Of all mayors: nothing before anything is rated."""
    if not Pledge.objects.filter(state=Pledge.State.FROZEN, rated_on__isnull=False).exists():
        return Offer([], NothingToShow(NO_RATING))
    return Offer(_addressed(of_subject(subject), subject))


def _addressed(templates: Iterable[Template], subject: str) -> list[tuple[Template, str]]:
    return [(one, address_of_board(one, subject)) for one in templates]
