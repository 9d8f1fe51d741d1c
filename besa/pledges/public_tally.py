"""Counts in words and as a bar: always with the number they are shares of."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from besa.core.templatetags.besa import number
from besa.pledges.public_cards import UNRATED
from besa.pledges.queries.bitemporal import Tally
from besa.pledges.statuses import LEVEL_LABELS, STATUSES, Level, Status, label_of

#: share of the bar, in percent, below which a part has no room for its shape and number
_ROOM = 7.0
#: shares below which the number, and then the shape, have no room on a phone
_TIGHT, _TIGHTER = 27.0, 13.0
_HEIGHT = 44
#: the colour and shape that stands for a level of GAP Institute
LEVEL_TOKENS: dict[Level, str] = {
    Level.FULFILLED: STATUSES[Status.FULFILLED].token,
    Level.PARTIALLY_FULFILLED: STATUSES[Status.PARTLY].token,
    Level.INITIATED: STATUSES[Status.IN_PROGRESS].token,
    Level.NOT_INITIATED: STATUSES[Status.NOT_STARTED].token,
}


@dataclass(frozen=True)
class Part:
    """One part of a whole: `key` in addresses, `token` for shape and colour. `share` is None for what has none."""

    key: str
    token: str
    label: str
    n: int
    share: float | None
    meaning: str = ""

    @property
    def percent(self) -> str:
        """The share as people read it; empty without one."""
        return "" if self.share is None else percent_of(self.share)


def percent_of(share: float) -> str:
    """A share from 0 to 1 as whole percent, a half rounded up as people do."""
    return f"{number(math.floor(round(100 * share, 6) + 0.5))} %"


def parts_of(tally: Tally) -> list[Part]:
    """The statuses that occur, in their order; then what no round has come to yet."""
    found = [
        Part(
            status.value,
            facts.token,
            capfirst(str(facts.label)),
            tally.by_status[status],
            tally.share(status) if facts.scored else None,
            str(facts.meaning),
        )
        for status, facts in STATUSES.items()
        if tally.by_status[status]
    ]
    if tally.unrated:
        meaning = _("No round of checking has come to it yet.")
        found.append(Part("unrated", UNRATED, capfirst(str(label_of(""))), tally.unrated, None, meaning))
    return found


def scored_parts(tally: Tally) -> list[Part]:
    """The parts that count in shares."""
    return [part for part in parts_of(tally) if part.share is not None]


def level_parts(counts: dict[Level, int]) -> list[Part]:
    """GAP Institute's four levels, the highest first; no share where nothing is counted."""
    total = sum(counts.values())
    labels: dict[Level, Promise] = LEVEL_LABELS
    return [
        Part(level.value, LEVEL_TOKENS[level], capfirst(str(labels[level])), n, n / total if total else None)
        for level in reversed(Level)
        for n in [counts.get(level, 0)]
    ]


def sentence_of(tally: Tally) -> str:
    """What the counts say, in one sentence with its denominator. Empty without a list."""
    if not tally.total:
        return ""
    if not tally.scored:
        return ngettext(
            "%(n)s pledge, not rated yet.", "%(n)s pledges, none of them rated yet.", tally.total
        ) % {"n": number(tally.total)}
    fulfilled = tally.by_status[Status.FULFILLED]
    words = {
        "n": number(fulfilled),
        "of": number(tally.scored),
        "percent": percent_of(fulfilled / tally.scored),
    }
    # Translators: such as 21 of 52 rated pledges
    return (
        ngettext(
            "%(n)s of %(of)s rated pledges is fulfilled (%(percent)s).",
            "%(n)s of %(of)s rated pledges are fulfilled (%(percent)s).",
            fulfilled,
        )
        % words
    )


def bar_of(parts: list[Part], sentence: str) -> SafeString:
    """The parts side by side, as an SVG that needs no style of its own. Empty when nothing is counted."""
    total = sum(part.n for part in parts)
    if not total:
        return SafeString("")
    drawn, left = [], 0.0
    for part in parts:
        width = 100 * part.n / total
        drawn.append(_segment(part, left, width))
        left += width
    said = f"{sentence} " + "; ".join(f"{part.label}: {number(part.n)}" for part in parts if part.n)
    return SafeString(
        f'<svg class="tally-bar" width="100%" height="{_HEIGHT}" role="img" aria-label="{escape(said)}">'
        + "".join(drawn)
        + "</svg>"
    )


def _segment(part: Part, left: float, width: float) -> str:
    if not part.n:
        return ""
    inside = SafeString("")
    if width >= _ROOM:
        address = f"{static('core/icons.svg')}#state_{part.token}"
        inside = format_html(
            '<use href="{}" x="10" y="11" width="22" height="22"/><text x="38" y="29">{}</text>',
            address,
            number(part.n),
        )
    return format_html(
        '<svg class="status-{}{}" x="{}%" width="{}%" height="{}"><rect width="100%" height="100%"/>{}</svg>',
        part.token,
        " tighter" if width < _TIGHTER else " tight" if width < _TIGHT else "",
        f"{left:.3f}",
        f"{width:.3f}",
        _HEIGHT,
        inside,
    )
