"""Boards about one mayor: the mandate so far, all pledges at a glance, what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from besa.core.languages import TAGS
from besa.insights.infographics.absence import NO_ROUND, NothingToShow
from besa.insights.infographics.boards import Change, Changes, Glance, Midterm, Part, PledgeCard, Term
from besa.insights.periods import PERIODS, start_of
from besa.insights.queries.boards.frame import (
    Known,
    Moment,
    Request,
    area_of,
    framed,
    known_of,
    parts_in_words,
    parts_of_board,
    status_word,
)
from besa.insights.writing import day, percentage, plain
from besa.places.calendar import zone_of
from besa.pledges.models import Mandate, Round
from besa.pledges.public_cards import title_of, token_of
from besa.pledges.public_tally import parts_of, sentence_of
from besa.pledges.queries.bitemporal import Standing, Tally, standings_as_of
from besa.pledges.queries.public_rounds import RoundFacts
from besa.pledges.statuses import STATUSES, flag_label

#: so many pledges stand on one sheet at most; the address leads to the others
MOST_CARDS: Final = 60
#: parts of a term, from 0 to 1, between which it is called half over
_HALF: Final = (0.4, 0.6)


def midterm_board(asked: Request) -> Midterm:
    """Counts of all pledges, beside the time that has passed."""
    known = _counted_of(asked)
    parts, term = parts_of_board(parts_of(known.tally)), _term(known)
    return Midterm(
        **framed(known, asked),
        kicker=_kicker_of(known, term.share),
        lead=(sentence_of(known.tally), term.said),
        parts=parts,
        parts_title=of_rated(known.tally),
        marks=tuple(sorted((token_of(one.status) for one in known.standings), key=_rank)),
        marks_title=ngettext(
            "One mark is one pledge: %(n)s in all", "One mark is one pledge: %(n)s in all", known.tally.total
        )
        % {"n": plain(known.tally.total)},
        term=term,
        alt=parts_in_words(parts),
    )


def glance_board(asked: Request) -> Glance:
    """The pledges one by one, in the order of the list."""
    known = _counted_of(asked)
    total = known.tally.total
    cards = tuple(_card(one) for one in known.standings[:MOST_CARDS])
    return Glance(
        **framed(known, asked),
        kicker=_("What was promised, what became of it"),
        lead=(sentence_of(known.tally),),
        cards=cards,
        parts=parts_of_board(parts_of(known.tally)),
        more=more_of(total, len(cards)),
        alt="; ".join(f"{card.number}. {card.title.rstrip('.')}: {card.status}" for card in cards),
    )


def changes_board(asked: Request) -> Changes:
    """Pledges whose status is another one than at the beginning of the period."""
    known = _counted_of(asked)
    if known.round is None:
        raise NothingToShow(NO_ROUND)
    since = _since(known.mandate, known.moment, known.round, asked.period)
    before = {one.pledge.pk: one.status for one in standings_as_of(known.mandate, known_at=since.known_at)}
    found = [one for one in known.standings if one.status != before.get(one.pledge.pk, "")]
    found.sort(key=lambda one: (_rank(token_of(one.status)), one.pledge.number or 0))
    changes = tuple(_change(one, before.get(one.pledge.pk, "")) for one in found[:MOST_CARDS])
    # Translators: a pledge, its status before and its status now
    became = _("%(title)s: was %(old)s, is now %(new)s")
    said = (
        {"title": one.title.rstrip("."), "old": one.old.lower(), "new": one.new.lower()} for one in changes
    )
    frame = framed(known, asked)
    frame["numbers"] |= {"changed": plain(len(found)), "since": day(since.day)}
    return Changes(
        **frame,
        kicker=_("What changed since %(day)s") % {"day": day(since.day)},
        lead=_changes_in_words(len(found), known.tally.total),
        changes=changes,
        parts=_became(found) or parts_of_board(parts_of(known.tally)),
        parts_title=_("They are now") if found else _("They stay as they were"),
        more=more_of(len(found), len(changes)),
        alt="; ".join(became % words for words in said),
    )


def _counted_of(asked: Request) -> Known:
    """What is known of the mandate; NothingToShow where it has no pledges."""
    known = known_of(asked.subject, asked.as_of)
    known.require_pledges()
    return known


def of_rated(tally: Tally) -> str:
    """What shares are shares of."""
    words = {"n": plain(tally.scored), "all": plain(tally.total)}
    return ngettext("%(n)s rated pledge of %(all)s", "%(n)s rated pledges of %(all)s", tally.scored) % words


def more_of(total: int, shown: int) -> tuple[str, ...]:
    """By how many have room, from none to `shown`: how many more there are, in words; "" for none."""
    return tuple(
        ngettext("and %(n)s more pledge", "and %(n)s more pledges", total - n) % {"n": plain(total - n)}
        if total > n
        else ""
        for n in range(shown + 1)
    )


@dataclass(frozen=True)
class _Since:
    """The day that a period is said to begin with, and the last moment before it."""

    day: date
    known_at: datetime


def _since(mandate: Mandate, moment: Moment, newest: RoundFacts, period: str) -> _Since:
    """Days back from the as-of day; else what was known when the newest round was about to be published."""
    zone = zone_of(mandate.municipality)
    if days := PERIODS.get(period):
        first = moment.day - timedelta(days=days - 1)
        return _Since(first, start_of(first, zone) - timedelta(microseconds=1))
    earlier = Round.objects.filter(mandate=mandate, state=Round.State.PUBLISHED, number__lt=newest.number)
    previous = earlier.order_by("-number").values_list("as_of", flat=True).first()
    return _Since(previous or mandate.starts, newest.published_at - timedelta(microseconds=1))


def _changes_in_words(changed: int, total: int) -> tuple[str, ...]:
    words = {"n": plain(changed), "of": plain(total), "rest": plain(total - changed)}
    if not changed:
        return (
            ngettext("None of the %(of)s pledge changed.", "None of the %(of)s pledges changed.", total)
            % words,
        )
    first = ngettext(
        "%(n)s of %(of)s pledges has a new status.", "%(n)s of %(of)s pledges have a new status.", changed
    )
    rest = ngettext(
        "The other one stays as it was.", "The other %(rest)s stay as they were.", total - changed
    )
    return (first % words, rest % words) if total > changed else (first % words,)


def _became(found: Sequence[Standing]) -> tuple[Part, ...]:
    counts = Counter(one.status for one in found)
    return tuple(
        Part(
            key.value,
            facts.token,
            status_word(key),
            counts[key],
            plain(counts[key]),
            "",
            counts[key] / len(found),
        )
        for key, facts in STATUSES.items()
        if counts[key]
    )


def _change(one: Standing, old: str) -> Change:
    title, language = title_of(one.pledge)
    return Change(
        key=one.pledge.uid,
        number=plain(one.pledge.number or 0),
        title=title,
        lang=TAGS.get(language, language),
        old_token=token_of(old),
        old=status_word(old),
        new_token=token_of(one.status),
        new=status_word(one.status),
        day=day(one.rating.effective_on) if one.rating else "",
    )


def _card(one: Standing) -> PledgeCard:
    title, language = title_of(one.pledge)
    area, icon = area_of(one.pledge.area)
    notes = [str(flag_label(flag)) for flag in one.flags]
    if one.pledge.due_on:
        notes.append(pgettext("pledge", "due %(day)s") % {"day": day(one.pledge.due_on)})
    return PledgeCard(
        key=one.pledge.uid,
        number=plain(one.pledge.number or 0),
        title=title,
        lang=TAGS.get(language, language),
        area=area,
        icon=icon,
        token=token_of(one.status),
        status=status_word(one.status),
        note=" · ".join(notes),
    )


def _rank(token: str) -> int:
    """Where a shape stands among the others: in the order of the statuses, what is not rated last."""
    order = [facts.token for facts in STATUSES.values()]
    return order.index(token) if token in order else len(order)


def _term(known: Known) -> Term:
    mandate = known.mandate
    last = min(mandate.ends, mandate.term_ends) if mandate.ends else mandate.term_ends
    whole = max(1, (mandate.term_ends - mandate.starts).days + 1)
    gone = (min(known.moment.day, last) - mandate.starts).days + 1
    share = min(1.0, max(0.0, gone / whole))
    said = _("%(percent)s of the term has passed.") % {"percent": percentage(share)}
    if known.moment.day > last:
        said = _("The mandate ended on %(day)s.") % {"day": day(last)}
    return Term(first=day(mandate.starts), last=day(mandate.term_ends), share=share, said=said)


def _kicker_of(known: Known, share: float) -> str:
    ends = known.mandate.ends or known.mandate.term_ends
    if known.moment.day > ends:
        return pgettext("infographic", "The mandate is over")
    if _HALF[0] <= share <= _HALF[1]:
        return pgettext("infographic", "Halfway through the mandate")
    return pgettext("infographic", "The mandate so far")
