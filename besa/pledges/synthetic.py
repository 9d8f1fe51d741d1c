"""Makes up mandates for benchmarks: long and short lists, two years of rounds, statuses that change, all grades.

The same seed makes up the same. What comes of it obeys the rules of the method (`rules.py`), as a test checks.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from besa.places.models import Municipality, Place
from besa.pledges import synthetic_texts as texts
from besa.pledges.areas import AREAS
from besa.pledges.grading import KINDS
from besa.pledges.statuses import STATUSES, Flag, Group, Status
from besa.pledges.testability import QUESTIONS

#: pledges on the first list, which is the longest; the others have about as many as GAP Institute counts
LONGEST: Final = 200
_SHORTEST, _USUAL, _LONG = 25, 62, 115
#: days of a term; after how many of them its list is frozen and its rounds take place; how far the present one has come
TERM, _FROZEN, _ROUNDS, _PRESENT = 1461, 60, (243, 425, 608), 760
#: days after a round in which what the next one uses happens
_SOON: Final = 90
#: what a round finds, given what the one before found ("": nothing before it)
_NEXT: Final[dict[str, tuple[tuple[Status, float], ...]]] = {
    "": (
        (Status.NOT_STARTED, 46), (Status.IN_PROGRESS, 39), (Status.FULFILLED, 5), (Status.PARTLY, 4),
        (Status.OUTSIDE_COMPETENCE, 4), (Status.SUPERSEDED, 2),
    ),
    Status.NOT_STARTED: ((Status.NOT_STARTED, 58), (Status.IN_PROGRESS, 38), (Status.NOT_FULFILLED, 4)),
    Status.IN_PROGRESS: (
        (Status.IN_PROGRESS, 48), (Status.FULFILLED, 28), (Status.STALLED, 14), (Status.PARTLY, 10),
    ),
    Status.STALLED: ((Status.STALLED, 55), (Status.IN_PROGRESS, 30), (Status.NOT_FULFILLED, 15)),
    Status.PARTLY: ((Status.PARTLY, 85), (Status.FULFILLED, 15)),
}  # fmt: skip
#: what somebody else would have found; it never needs better evidence
_OTHERWISE: Final[dict[Status, Status]] = {
    Status.FULFILLED: Status.PARTLY,
    Status.PARTLY: Status.IN_PROGRESS,
    Status.IN_PROGRESS: Status.STALLED,
    Status.STALLED: Status.IN_PROGRESS,
    Status.NOT_STARTED: Status.IN_PROGRESS,
    Status.NOT_FULFILLED: Status.STALLED,
    Status.OUTSIDE_COMPETENCE: Status.NOT_FULFILLED,
    Status.SUPERSEDED: Status.NOT_FULFILLED,
}
_KINDS: Final = {
    "official_act": 18, "contract": 15, "payment": 8, "budget_execution": 5, "field_visit": 16, "access_reply": 8,
    "media": 16, "statement": 10, "citizen": 4,
}  # fmt: skip
_STRONG: Final = {key: weight for key, weight in _KINDS.items() if KINDS[key].grade in "AB"}
#: share of what fails the gate
_VAGUE: Final = 0.04
#: one of so many cases is disputed; of so many ratings is corrected; of so many pieces is retracted
_DISPUTED, _CORRECTED, _RETRACTED = 15, 70, 400


@dataclass(frozen=True)
class Office:
    """A term of a mayor, and how many pledges its list has; none: no programme was published."""

    municipality: Municipality
    places: Sequence[Place]
    name: str
    party: int
    starts: date
    rounds: tuple[date, ...]
    is_present: bool
    pledges: int

    @property
    def frozen_on(self) -> date:
        """When the list was frozen."""
        return self.starts + timedelta(days=_FROZEN)

    @property
    def term_ends(self) -> date:
        """The last day of the term."""
        return self.starts + timedelta(days=TERM - 1)


@dataclass(frozen=True)
class Piece:
    """One piece of evidence; `round` is the first that could use it, after the last one: none has yet."""

    kind: str
    round: int
    happened_on: date
    summary: str
    source: str
    retracted: bool


@dataclass(frozen=True)
class Finding:
    """What a round found. `second` is what the other coder said, `corrected` what a correction says."""

    status: Status
    second: Status
    flags: tuple[str, ...]
    effective_on: date
    corrected: Status | None


@dataclass(frozen=True)
class Promise:
    """A pledge with all that became of it. `fails` are the questions of the gate it failed: then nothing else did."""

    titles: dict[str, str]
    quote: str
    area: str
    page: int
    place: Place | None
    due_on: date | None
    budget: int | None
    fails: tuple[str, ...]
    pieces: tuple[Piece, ...]
    findings: tuple[Finding, ...]

    def cited(self, round: int) -> list[int]:
        """Which pieces a round rests on: those that are new, or all so far when none is."""
        new = [row for row, piece in enumerate(self.pieces) if piece.round == round]
        return new or [row for row, piece in enumerate(self.pieces) if piece.round < round]


def offices(
    grounds: Sequence[tuple[Municipality, Sequence[Place]]], *, n: int, chance: random.Random, today: date
) -> Iterator[Office]:
    """A present mayor for every municipality, then former ones, until `n` pledges stand on their lists."""
    starts, left, first = today - timedelta(days=_PRESENT), n, True
    while first or left > 0:
        for row, (municipality, places) in enumerate(grounds):
            if not first and left <= 0:
                return
            usual = LONGEST if first and not row else round(chance.triangular(_SHORTEST, _LONG, _USUAL))
            pledges = min(usual, left)
            left -= pledges
            name = f"{chance.choice(texts.FIRST_NAMES)} {chance.choice(texts.LAST_NAMES)}"
            party = chance.randrange(len(texts.PARTIES))
            days = tuple(starts + timedelta(days=day) for day in _ROUNDS)
            yield Office(municipality, places, name, party, starts, days, first, pledges)
        first, starts = False, starts - timedelta(days=TERM)


def promises(office: Office, *, evidence: int, chance: random.Random) -> list[Promise]:
    """The list of a mayor with so many pieces of evidence for each pledge on average; what failed the gate has none."""
    more = evidence * _VAGUE / (1 - _VAGUE)
    each = [evidence + int(chance.random() < more) for _ in range(office.pledges)]
    return [_promise(office, row, pieces, chance) for row, pieces in enumerate(each)]


def _promise(office: Office, row: int, evidence: int, chance: random.Random) -> Promise:
    area = chance.choice(list(AREAS))
    place = chance.choice(office.places) if office.places and chance.random() < 0.8 else None
    said = {"place": place.name if place else office.municipality.name}
    title, english = (words.format(**said) for words in chance.choice(texts.PROMISES[area]))
    fails = (chance.choice(list(QUESTIONS)),) if chance.random() < _VAGUE else ()
    due = office.starts + timedelta(days=chance.randrange(400, TERM - 1)) if chance.random() < 0.4 else None
    findings = () if fails else tuple(_findings(office, row, due or office.term_ends, chance))
    return Promise(
        titles={"sq": title, "en": english},
        quote=(texts.VAGUE if fails else texts.QUOTE).format(title=title),
        area=area,
        page=1 + row // 4,
        place=place,
        due_on=due,
        budget=1000 * chance.randrange(5, 900) if chance.random() < 0.3 else None,
        fails=fails,
        pieces=() if fails else tuple(_pieces(office, findings, evidence, chance)),
        findings=findings,
    )


def _findings(office: Office, row: int, due: date, chance: random.Random) -> Iterator[Finding]:
    """Round by round; what is settled stays so, and what another person would have found is sometimes said."""
    before, since = "", office.frozen_on
    for number, as_of in enumerate(office.rounds):
        known = _NEXT.get(before)
        ways, weights = zip(*known, strict=True) if known else ((Status(before),), (1,))
        status: Status = chance.choices(ways, weights)[0]
        if status != before:
            since = as_of - timedelta(days=chance.randrange(5, 60))
        late = as_of > due and STATUSES[status].group is Group.INTERIM
        corrected = _OTHERWISE[status] if chance.randrange(_CORRECTED) == 0 else None
        yield Finding(
            status=status,
            second=_OTHERWISE[status] if (row + number) % _DISPUTED == _DISPUTED - 1 else status,
            flags=(Flag.LATE.value,) if late else (),
            effective_on=since,
            corrected=corrected,
        )
        before = corrected or status


def _pieces(
    office: Office, findings: Sequence[Finding], evidence: int, chance: random.Random
) -> Iterator[Piece]:
    """Spread over the rounds. The first of each carries what the round found; the last of many waits for the next."""
    for row in range(evidence):
        waits = row == evidence - 1 and row >= len(findings)
        round = len(findings) if waits else row % len(findings)
        strong = row < len(findings) and STATUSES[findings[round].status].group is not Group.INTERIM
        kinds = _STRONG if strong else _KINDS
        kind = chance.choices(list(kinds), list(kinds.values()))[0]
        begins = office.rounds[round - 1] if round else office.frozen_on
        yield Piece(
            kind=kind,
            round=round,
            happened_on=begins + timedelta(days=chance.randrange(5, _SOON)),
            summary=chance.choice(texts.SUMMARIES[kind]),
            source=chance.choice(texts.SOURCES),
            retracted=chance.randrange(_RETRACTED) == 0,
        )
