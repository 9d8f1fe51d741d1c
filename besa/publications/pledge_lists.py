"""A list of pledges in a text: which of a mandate's pledges, with what became of each, as of one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from besa.core.folding import fold
from besa.insights import pledge_figures
from besa.insights.pledge_figures import PledgeCount
from besa.insights.reader import Reader
from besa.pledges.models import Pledge
from besa.pledges.public_filters import UNRATED, Filters, read_filters
from besa.pledges.queries.bitemporal import Standing


@dataclass(frozen=True)
class ListedPledge:
    """One pledge: its words in every language there is, and its status (empty: not rated yet)."""

    uid: str
    number: int
    titles: dict[str, str]
    quote: str
    language: str
    status: str


@dataclass(frozen=True)
class ListedPledges:
    """Those that are shown; and how many of all `total` pledges of the mandate are what."""

    mandate: str
    person: str
    pledges: tuple[ListedPledge, ...]
    counts: dict[str, int]
    unrated: int
    total: int
    scored: int
    as_of: datetime
    day: date


def read_pledges(mandate: str, filters: Mapping[str, str], day: date | None, reader: Reader) -> ListedPledges:
    """The pledges of a mandate, by its slug. Raises AskedWrongly."""
    question = {"mandate": mandate, "as_of": day.isoformat() if day else ""}
    asked = pledge_figures.asked_of(question, reader)
    count = PledgeCount(asked, reader)
    wanted = read_filters(filters)
    places = _places(count.standings) if wanted.place else {}
    shown = [one for one in count.standings if _is_wanted(one, wanted, places)]
    return ListedPledges(
        mandate=asked.mandate.slug,
        person=asked.mandate.person.name,
        pledges=tuple(_listed(one) for one in shown),
        counts={status.value: n for status, n in count.tally.by_status.items() if n},
        unrated=count.tally.unrated,
        total=count.tally.total,
        scored=count.tally.scored,
        as_of=asked.known_at,
        day=asked.day,
    )


def _is_wanted(one: Standing, filters: Filters, places: Mapping[int, set[str]]) -> bool:
    """By the same rules as on the mandate's page."""
    pledge = one.pledge
    return (
        (not filters.area or pledge.area == filters.area)
        and (not filters.status or (one.status or UNRATED) == filters.status)
        and (not filters.place or filters.place in places.get(pledge.pk, set()))
        and all(word in pledge.folded for word in fold(filters.text).split())
    )


def _places(standings: list[Standing]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    links = Pledge.places.through.objects.filter(pledge__in=[one.pledge for one in standings])
    for pledge, place in links.values_list("pledge_id", "place__slug"):
        found.setdefault(pledge, set()).add(place)
    return found


def _listed(one: Standing) -> ListedPledge:
    pledge = one.pledge
    return ListedPledge(
        pledge.uid, pledge.number or 0, dict(pledge.titles), pledge.quote, pledge.language, one.status
    )
