"""One pledge at a glance: what its card says, and the card itself. Written in Python, as a page shows two hundred."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from besa.core import languages
from besa.core.templatetags.besa import excerpt, icon
from besa.pledges.method import STALE_MONTHS
from besa.pledges.statuses import STATUSES, Group, Status, flag_label, label_of

#: of a quote that stands for a title
_LONGEST = 110
#: after so many days without a look a rating is shown as stale
STALE_DAYS = round(STALE_MONTHS * 30.4)
#: the shape beside "not rated yet"
UNRATED = "pledge_unrated"


@dataclass(frozen=True)
class Spot:
    """A place that a pledge is about."""

    slug: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Card:
    """What a card says of a pledge; `html` is the card as it was drawn."""

    uid: str
    number: int
    title: str
    language: str
    area: str
    status: str
    due: date
    due_itself: bool
    spots: tuple[Spot, ...]
    folded: str
    stale: bool
    html: SafeString

    @property
    def settled(self) -> bool:
        """Whether nothing more is expected of it."""
        return bool(self.status) and STATUSES[Status(self.status)].group is not Group.INTERIM


class Titled(Protocol):
    """What the short name of a pledge is made of."""

    @property
    def titles(self) -> dict[str, str]:
        """Short plain names by language."""

    @property
    def quote(self) -> str:
        """Word for word."""

    @property
    def language(self) -> str:
        """Of the quote."""


class Listed(NamedTuple):
    """What a card says of a pledge itself: columns of `Pledge`, as two hundred of them are read at once."""

    pk: int
    uid: str
    number: int
    titles: dict[str, str]
    quote: str
    language: str
    area: str
    due_on: date | None
    folded: str
    added_later: bool
    unratable_reasons: list[str]


def title_of(pledge: Titled, longest: int = _LONGEST) -> tuple[str, str]:
    """A short name in the reader's language, or the beginning of the quote; and the language it is in."""
    wanted = get_language() or languages.SQ
    if pledge.titles.get(wanted) or (wanted == languages.SR_LATN and pledge.titles.get(languages.SR)):
        return languages.choose(pledge.titles), wanted
    if pledge.language in pledge.titles:
        return pledge.titles[pledge.language], pledge.language
    return excerpt(" ".join(pledge.quote.split()), longest), pledge.language


def token_of(status: str) -> str:
    """Class, colour and shape of a standing."""
    return STATUSES[Status(status)].token if status else UNRATED


class CardWriter:
    """Draws cards for one language. What many of them share is made once."""

    def __init__(self) -> None:
        self._bands: dict[str, str] = {}
        self._flags: dict[str, str] = {}
        self._later = str(_("added later"))

    def write(
        self, pledge: Listed, standing: tuple[str, Iterable[str]], url: str, notes: Iterable[str]
    ) -> tuple[str, str, SafeString]:
        """The title and the card. A standing is a status with its flags; `notes` are short words below the title."""
        status, flags = standing
        title, language = title_of(pledge)
        marks = [self._flag(flag) for flag in flags]
        if pledge.added_later:
            marks.append(self._later)
        foot = "".join([f"<span>{escape(note)}</span>" for note in notes])
        tags = "".join([f'<span class="tag">{escape(mark)}</span>' for mark in marks])
        if status not in self._bands:
            self._bands[status] = _band(status)
        return (
            title,
            language,
            SafeString(
                f'{self._bands[status]}<div class="pledge-said"><p class="pledge-title">'
                f'<a class="cover" href="{escape(url)}" lang="{languages.TAGS.get(language, language)}">'
                f"{escape(title)}</a></p>"
                f'<p class="pledge-notes"><span class="numbers">{pledge.number}</span>{foot}{tags}</p></div></li>'
            ),
        )

    def _flag(self, flag: str) -> str:
        if flag not in self._flags:
            self._flags[flag] = str(flag_label(flag))
        return self._flags[flag]


def _band(status: str) -> str:
    """The beginning of a card: its colour, its shape, its word."""
    token = token_of(status)
    return (
        f'<li class="pledge-card status-{token}"><p class="pledge-band">{icon(f"state_{token}")}'
        f"<span>{escape(capfirst(str(label_of(status))))}</span></p>"
    )


def is_stale(checked_at: datetime | None, since: date) -> bool:
    """Whether a rating was last looked at before a day."""
    return checked_at is not None and checked_at.date() < since
