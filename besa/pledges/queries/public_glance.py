"""A mayor's pledges at a glance. Made once for each publication, language and day, then kept in this process.

What is kept depends on nothing but its key: the newest of everything that was published about the mandate is in it
(`stamp_of`), so one small query says whether it still holds.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from besa.core.dates import in_words
from besa.places.calendar import today_in
from besa.places.models import Place
from besa.pledges.areas import AREAS, Area
from besa.pledges.models import Baseline, Mandate, Pledge, Programme, Rating
from besa.pledges.public_cards import STALE_DAYS, Card, CardWriter, Listed, Spot, is_stale, title_of
from besa.pledges.public_map import PledgeMap, map_of
from besa.pledges.public_tally import Part, bar_of, parts_of, scored_parts, sentence_of
from besa.pledges.queries.assemblies import counts_known
from besa.pledges.queries.bitemporal import Tally, holding_among, pledges_known, tally_of_found
from besa.pledges.queries.public_assembly import VoteLine, vote_lines
from besa.pledges.queries.public_mandates import Stamp, end_of_day, stamp_of
from besa.pledges.queries.public_rounds import RoundFacts, round_facts
from besa.pledges.statuses import Level, Status

#: how many mandates, languages and days a process keeps; each is about 150 kB with 200 pledges
_MOST_KEPT: Final = 48
_CHANGES, _DUE, _VOTES = 6, 6, 8
_OF_CHANGED: Final = tuple(f"pledge__{name}" for name in ("uid", "titles", "quote", "language"))


@dataclass(frozen=True)
class Changed:
    """A rating that says something else than the one before."""

    pledge: Pledge
    title: str
    language: str
    old: str
    new: str
    at: datetime
    corrected: bool


@dataclass(frozen=True)
class Glance:
    """All that a mayor's page says of the pledges, at one moment."""

    cards: tuple[Card, ...]
    tally: Tally
    parts: tuple[Part, ...]
    sentence: str
    bar: SafeString
    changed: tuple[Changed, ...]
    next_due: tuple[Card, ...]
    round: RoundFacts | None
    votes: tuple[VoteLine, ...]
    spots: tuple[Spot, ...]
    map: PledgeMap | None
    baselines: tuple[Baseline, ...]
    programmes: tuple[Programme, ...]
    key: tuple[object, ...]

    def area_groups(self, cards: Iterable[Card]) -> list[tuple[Area | None, int, SafeString]]:
        """Drawn cards by policy area with their number, in the order of the areas; of no known area last."""
        grouped: dict[str, list[Card]] = {}
        for card in cards:
            grouped.setdefault(card.area if card.area in AREAS else "", []).append(card)
        found = [(key, grouped[key]) for key in (*AREAS, "") if key in grouped]
        return [(AREAS.get(key), len(some), drawn(some)) for key, some in found]


def drawn(cards: Iterable[Card]) -> SafeString:
    """Cards one after the other, as they were drawn."""
    return SafeString("".join(card.html for card in cards))


_kept: OrderedDict[tuple[object, ...], Glance] = OrderedDict()
_lock = threading.Lock()


def glance_of(mandate: Mandate, on: date | None = None) -> Glance:
    """What a mandate's page shows now, or what it showed at the end of a day."""
    today = today_in(mandate.municipality)
    stamp = stamp_of(mandate)
    key = (stamp, get_language(), on, today)
    with _lock:
        if (known := _kept.get(key)) is not None:
            _kept.move_to_end(key)
            return known
    made = _made(mandate, on, stamp, key)
    with _lock:
        _kept[key] = made
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Drop what this process holds."""
    with _lock:
        _kept.clear()


def _made(mandate: Mandate, on: date | None, stamp: Stamp, key: tuple[object, ...]) -> Glance:
    day = on or today_in(mandate.municipality)
    known_at = end_of_day(mandate, on) if on else timezone.now()
    found = _found(mandate, known_at)
    spots = _spots_of(mandate)
    hand = _Hand(mandate, day - timedelta(days=STALE_DAYS))
    cards = tuple(hand.card(one, spots.get(one.pledge.pk, ())) for one in found)
    tally = tally_of_found((one.status, one.level) for one in found)
    sentence = sentence_of(tally)
    due = sorted((card for card in cards if not card.settled and card.due >= day), key=_by_due)
    return Glance(
        cards=cards,
        tally=tally,
        parts=tuple(parts_of(tally)),
        sentence=sentence,
        bar=bar_of(scored_parts(tally), sentence),
        changed=tuple(_changes(mandate, known_at)),
        next_due=tuple(card for card in due if card.due_itself)[:_DUE],
        round=round_facts(mandate, known_at),
        votes=_votes(mandate, known_at) if stamp.voted else (),
        spots=tuple(sorted({spot for card in cards for spot in card.spots}, key=lambda spot: spot.name)),
        map=map_of(mandate, cards),
        key=key,
        **_sources(mandate, known_at),
    )


def _sources(mandate: Mandate, known_at: datetime) -> dict[str, Any]:
    """The frozen lists by number, and the programmes in which their pledges stand. A draft's stays unknown."""
    lists = tuple(mandate.baselines.filter(frozen_at__lte=known_at))
    stand_there = Pledge.objects.filter(
        programme=OuterRef("pk"), baseline__in=[one.pk for one in lists], state=Pledge.State.FROZEN
    )
    programmes = Programme.objects.filter(Exists(stand_there), mandate=mandate).select_related("document")
    return {"baselines": lists, "programmes": tuple(programmes)}


def _votes(mandate: Mandate, known_at: datetime) -> tuple[VoteLine, ...]:
    """What the assembly decided about the pledges, the newest first."""
    about = counts_known(known_at).filter(pledges__mandate=mandate).distinct()
    return tuple(vote_lines(about[:_VOTES], known_at))


def _by_due(card: Card) -> tuple[date, int]:
    return card.due, card.number


class _Found(NamedTuple):
    """A pledge with what was found of it; `checked_at` is when."""

    pledge: Listed
    status: str = ""
    flags: Sequence[str] = ()
    level: Level | None = None
    checked_at: datetime | None = None


def _found(mandate: Mandate, known_at: datetime) -> list[_Found]:
    """All pledges of a mandate, as `bitemporal.standings_as_of` has them, with no more than cards say of them."""
    listed = [Listed._make(row) for row in pledges_known(mandate, known_at).values_list(*Listed._fields)]
    holding = holding_among(Q(pledge__mandate=mandate), known_at=known_at)
    ratings = Rating.objects.filter(pk__in=[one.rating for one in holding.values()])
    said = {pk: (flags, at) for pk, flags, at in ratings.values_list("pk", "flags", "recorded_at")}

    def found(pledge: Listed) -> _Found:
        if pledge.unratable_reasons:
            return _Found(pledge, Status.UNRATABLE.value)
        one = holding.get(pledge.pk)
        return (
            _Found(pledge, one.status, said[one.rating][0], one.level, said[one.rating][1])
            if one
            else _Found(pledge)
        )

    return [found(pledge) for pledge in listed]


class _Hand:
    """Writes the cards of a mandate. What is older than `old` was looked at too long ago."""

    def __init__(self, mandate: Mandate, old: date) -> None:
        self._term_ends, self._old = mandate.term_ends, old
        self._page = reverse("pledges:mandate", args=[mandate.slug])
        self._writer = CardWriter()
        self._due, self._checked = _("due %(when)s"), _("last checked %(when)s")
        self._said: dict[date, str] = {}

    def card(self, found: _Found, spots: tuple[Spot, ...]) -> Card:
        """The card of a pledge."""
        pledge = found.pledge
        stale = is_stale(found.checked_at, self._old)
        notes = [spot.name for spot in spots[:2]]
        if pledge.due_on:
            notes.append(self._due % {"when": self._when(pledge.due_on)})
        if stale and found.checked_at:
            notes.append(self._checked % {"when": self._when(found.checked_at)})
        url = f"{self._page}{pledge.uid}/"
        title, language, html = self._writer.write(pledge, (found.status, found.flags), url, notes)
        return Card(
            uid=pledge.uid,
            number=pledge.number,
            title=title,
            language=language,
            area=pledge.area,
            status=found.status,
            due=pledge.due_on or self._term_ends,
            due_itself=pledge.due_on is not None,
            spots=spots,
            folded=pledge.folded,
            stale=stale,
            html=html,
        )

    def _when(self, moment: date) -> str:
        """In words; a round has many pledges."""
        if moment not in self._said:
            self._said[moment] = in_words(moment)
        return self._said[moment]


def _spots_of(mandate: Mandate) -> dict[int, tuple[Spot, ...]]:
    """The places of all pledges of a mandate; each place is read once, however many pledges name it."""
    of_mandate = Pledge.places.through.objects.filter(pledge__mandate=mandate)
    links = list(of_mandate.values_list("pledge_id", "place_id"))
    places = Place.objects.filter(pk__in={place for _pledge, place in links}).order_by("slug")
    named = places.only("slug", "names", "lat", "lon")
    spots = {place.pk: Spot(place.slug, place.name, place.lat, place.lon) for place in named}
    found: dict[int, tuple[Spot, ...]] = {}
    for pledge, place in sorted(links, key=lambda link: spots[link[1]].slug):
        found[pledge] = (*found.get(pledge, ()), spots[place])
    return found


def _changes(mandate: Mandate, known_at: datetime) -> list[Changed]:
    """The newest ratings that say something else than before, as far as they were known and not yet corrected."""
    # A subquery, which looks each one up: joined, SQLite reads the ratings of all mandates for each of this one's.
    corrected = Rating.objects.filter(corrects=OuterRef("pk"), recorded_at__lte=known_at)
    rows = (
        Rating.objects.filter(~Exists(corrected), pledge__mandate=mandate, recorded_at__lte=known_at)
        .exclude(old="")
        .exclude(old=F("new"))
        .select_related("pledge")
        .only("old", "new", "recorded_at", "corrects", *_OF_CHANGED)
        .order_by("-recorded_at", "pledge__number")[:_CHANGES]
    )
    return [
        Changed(
            row.pledge, *title_of(row.pledge), row.old, row.new, row.recorded_at, row.corrects_id is not None
        )
        for row in rows
    ]
