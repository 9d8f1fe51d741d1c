"""Counts of many mandates at once, in two queries whatever their number: for lists and comparisons.

They read the copies on the pledges, which hold the newest rating; a test keeps them equal to `bitemporal.tally_as_of`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.safestring import SafeString

from besa.places.models import Municipality
from besa.pledges.models import Mandate, Pledge, Rating
from besa.pledges.public_tally import Part, bar_of, parts_of, scored_parts, sentence_of
from besa.pledges.queries.bitemporal import BEGUN, Tally
from besa.pledges.queries.public_mandates import mayors
from besa.pledges.statuses import STATUSES, Level, Status, level_of

_A_PAGE: Final = 24


@dataclass(frozen=True)
class MandateLine:
    """A mandate with its counts."""

    mandate: Mandate
    tally: Tally
    parts: list[Part]
    sentence: str
    bar: SafeString

    @property
    def has_no_programme(self) -> bool:
        """Whether a programme was searched for and none was published."""
        return self.mandate.programme_state == Mandate.ProgrammeState.NONE and not self.tally.total


def tallies_of(mandates: Iterable[Mandate]) -> dict[int, Tally]:
    """The counts of each mandate as they are now, by its key."""
    keys = [mandate.pk for mandate in mandates]
    frozen = Pledge.objects.filter(mandate__in=keys, state=Pledge.State.FROZEN).order_by()
    statuses: dict[int, Counter[Status | None]] = defaultdict(Counter)
    ratable = frozen.filter(unratable_reasons=[])
    for mandate, status, n in ratable.values_list("mandate", "status").annotate(n=Count("pk")):
        statuses[mandate][Status(status) if status else None] += n
    for mandate, n in frozen.exclude(unratable_reasons=[]).values_list("mandate").annotate(n=Count("pk")):
        statuses[mandate][Status.UNRATABLE] += n
    began = _broken_after_work(ratable)
    return {key: _tally(statuses[key], began[key]) for key in keys}


def _broken_after_work(ratable: QuerySet[Pledge]) -> Counter[int]:
    """How many broken pledges of each mandate an earlier rating had found begun: GAP counts them as initiated."""
    earlier = Rating.objects.filter(pledge=OuterRef("pk"), new__in=BEGUN, corrected_by__isnull=True)
    broken = ratable.filter(status=Status.NOT_FULFILLED)
    rows = broken.filter(Exists(earlier)).values_list("mandate").annotate(n=Count("pk"))
    return Counter(dict(rows))


def _tally(counts: Counter[Status | None], began: int) -> Tally:
    by_level: Counter[Level] = Counter()
    for status in STATUSES:
        if level := level_of(status, begun=False):
            by_level[level] += counts[status]
    usual, begun = level_of(Status.NOT_FULFILLED, begun=False), level_of(Status.NOT_FULFILLED, begun=True)
    if usual and begun:
        by_level[usual] -= began
        by_level[begun] += began
    scored = sum(counts[status] for status, facts in STATUSES.items() if facts.scored)
    total = sum(counts.values())
    return Tally(
        total=total,
        scored=scored,
        unscored=total - scored - counts[None],
        unrated=counts[None],
        by_status={status: counts[status] for status in STATUSES},
        by_level={level: by_level[level] for level in reversed(Level)},
    )


def lines_of(mandates: list[Mandate]) -> list[MandateLine]:
    """Mandates with their counts, in the order given."""
    if not mandates:
        return []
    tallies = tallies_of(mandates)
    return [_line(mandate, tallies[mandate.pk]) for mandate in mandates]


def _line(mandate: Mandate, tally: Tally) -> MandateLine:
    sentence = sentence_of(tally)
    return MandateLine(mandate, tally, parts_of(tally), sentence, bar_of(scored_parts(tally), sentence))


@dataclass(frozen=True)
class MayorsPage:
    """One page of all mayors, by municipality and then by time, never by how they do."""

    page: Page[Mandate]
    lines: list[MandateLine]


def mayors_page(number: str) -> MayorsPage:
    """A page of mayors; the nearest one for a number that there is not."""
    ordered = mayors().order_by("municipality__slug", "-starts", "pk")
    page = Paginator(ordered, _A_PAGE).get_page(number)
    return MayorsPage(page, lines_of(list(page.object_list)))


def lines_of_municipality(municipality: Municipality, most: int = 3) -> list[MandateLine]:
    """The newest mayors of a municipality."""
    return lines_of(list(mayors(municipality).order_by("-starts", "pk")[:most]))
