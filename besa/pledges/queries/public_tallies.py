"""Counts of many mandates at once, for lists and comparisons: counted anew for a mandate when something was published.

They read the copies on the pledges, which hold the newest rating; a test keeps them equal to `bitemporal.tally_as_of`.
What was counted is kept in this process under all that changes it: the lists, rounds and corrections published so far.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.safestring import SafeString

from besa.places.models import Municipality
from besa.pledges.models import Mandate, Pledge, Rating
from besa.pledges.public_tally import Part, bar_of, parts_of, scored_parts, sentence_of
from besa.pledges.queries.bitemporal import BEGUN, Tally
from besa.pledges.queries.public_mandates import facts_of, mayors, states_of
from besa.pledges.statuses import STATUSES, Level, Status, level_of

_A_PAGE: Final = 24
#: how many mandates a process keeps the counts of
_MOST_KEPT: Final = 2_000

_kept: OrderedDict[tuple[object, ...], Tally] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class MandateLine:
    """A mandate with its counts. `key` is all that the line depends on beside the reader's language."""

    mandate: Mandate
    tally: Tally
    key: tuple[object, ...]

    @cached_property
    def parts(self) -> list[Part]:
        """The statuses that occur."""
        return parts_of(self.tally)

    @cached_property
    def sentence(self) -> str:
        """What the counts say."""
        return sentence_of(self.tally)

    @cached_property
    def bar(self) -> SafeString:
        """The parts side by side."""
        return bar_of(scored_parts(self.tally), self.sentence)

    @property
    def has_no_programme(self) -> bool:
        """Whether a programme was searched for and none was published."""
        return self.mandate.programme_state == Mandate.ProgrammeState.NONE and not self.tally.total


def tallies_of(mandates: Iterable[Mandate]) -> dict[int, Tally]:
    """The counts of each mandate as they are now, by its key."""
    return {pk: tally for pk, (_, tally) in _tallies(mandate.pk for mandate in mandates).items()}


def _tallies(mandates: Iterable[int]) -> dict[int, tuple[tuple[object, ...], Tally]]:
    """By mandate, what was published so far and the counts. What is published meanwhile has another key."""
    states = states_of(mandates)
    with _lock:
        found = {pk: _kept.get(state) for pk, state in states.items()}
    counted = _counted([pk for pk, tally in found.items() if tally is None])
    with _lock:
        for pk, tally in counted.items():
            _kept[states[pk]] = tally
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return {pk: (states[pk], tally or counted[pk]) for pk, tally in found.items()}


def _counted(keys: list[int]) -> dict[int, Tally]:
    if not keys:
        return {}
    frozen = Pledge.objects.filter(mandate__in=keys, state=Pledge.State.FROZEN).order_by()
    statuses: dict[int, Counter[Status | None]] = defaultdict(Counter)
    groups = frozen.values_list("mandate", "status", "unratable_reasons").annotate(n=Count("pk"))
    for mandate, status, reasons, n in groups:
        known = Status.UNRATABLE if reasons else Status(status) if status else None
        statuses[mandate][known] += n
    began = _broken_after_work(frozen.filter(unratable_reasons=[]))
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
    tallies = _tallies(mandate.pk for mandate in mandates)
    return [
        MandateLine(mandate, tally, (*state, *facts_of(mandate)))
        for mandate in mandates
        for state, tally in [tallies[mandate.pk]]
    ]


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
