"""What infographics say: texts and numbers, ready to be set. Every field is plain, so that a board is JSON as it is.

`token` names a status by its shape and colour, as everywhere (`core.tokens`). `key` names what an editor may move to
the front or mark; it is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field


class NoSubject(LookupError):
    """There is nothing public of that name."""


@dataclass(frozen=True, kw_only=True)
class Board:
    """The frame of every infographic.

    `counted` is the as-of line, `method` how the numbers came about, `alt` what somebody hears who does not see it.
    """

    template: str
    kicker: str
    title: str
    subtitle: str
    lead: tuple[str, ...]
    counted: str
    method: str
    address: str
    words: dict[str, str]
    note: str = ""
    alt: str = ""
    #: what an editor's words may name, by name: "8", "33 %", "Peja"
    numbers: dict[str, str] = field(default_factory=dict)
    #: the keys that an editor marked
    accents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A status: how many, and which share of what counts in shares ("" and 0 for what does not)."""

    key: str
    token: str
    label: str
    n: int
    number: str
    percent: str
    share: float


@dataclass(frozen=True)
class Term:
    """A mandate's time: its first and last day, and how much of it is over, from 0 to 1."""

    first: str
    last: str
    share: float
    said: str


@dataclass(frozen=True, kw_only=True)
class Midterm(Board):
    """A mayor's pledges while the mandate goes on: counts beside the time that has passed."""

    parts: tuple[Part, ...] = ()
    parts_title: str = ""
    marks: tuple[str, ...] = ()
    marks_title: str = ""
    term: Term | None = None


@dataclass(frozen=True)
class PledgeCard:
    """A pledge: its place on the list, its name, its policy area with an icon, its status, what else is true."""

    key: str
    number: str
    title: str
    lang: str
    area: str
    icon: str
    token: str
    status: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Glance(Board):
    """A mayor's pledges, one by one. `more[n]` says how many more there are where only `n` of them have room."""

    cards: tuple[PledgeCard, ...] = ()
    parts: tuple[Part, ...] = ()
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """A pledge whose status became another one, and when that was published."""

    key: str
    number: str
    title: str
    lang: str
    old_token: str
    old: str
    new_token: str
    new: str
    day: str


@dataclass(frozen=True, kw_only=True)
class Changes(Board):
    """What became different in a period; `parts` counts what it became."""

    changes: tuple[Change, ...] = ()
    parts: tuple[Part, ...] = ()
    parts_title: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moment:
    """A moment of a pledge's story. `token` "" is a moment without a status, which has an `icon`."""

    token: str
    icon: str
    day: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Story(Board):
    """One pledge: what was said, what it is measured by, what was found when, what the office says."""

    quote: str = ""
    quote_lang: str = ""
    said_by: str = ""
    token: str = ""
    status: str = ""
    criterion: str = ""
    criterion_title: str = ""
    steps: tuple[Moment, ...] = ()


@dataclass(frozen=True)
class CompareRow:
    """A mayor among others: `parts` of `n`, which are `counted`; where there is nothing to count, `nothing` says so."""

    key: str
    label: str
    who: str
    n: int
    number: str
    counted: str
    parts: tuple[Part, ...]
    nothing: str


@dataclass(frozen=True, kw_only=True)
class Comparison(Board):
    """Mayors side by side, by the names of their municipalities. `parts` are all of them together."""

    rows: tuple[CompareRow, ...] = ()
    parts: tuple[Part, ...] = ()
    parts_title: str = ""
    column: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer's share, its likely range where the sample allows one, and how many gave it."""

    key: str
    label: str
    percent: str
    share: float
    low: float | None
    high: float | None
    range: str
    number: str


@dataclass(frozen=True, kw_only=True)
class FindingBoard(Board):
    """What people answered to one question."""

    answers: tuple[Answer, ...] = ()
    answers_title: str = ""
    disclosure: tuple[tuple[str, str], ...] = field(default_factory=tuple)
