"""The board of one pledge: the words, the criterion, what was found when, what the office says."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from besa.core.languages import TAGS
from besa.core.templatetags.besa import excerpt
from besa.insights.infographics.boards import Moment, NoSubject, Story
from besa.insights.queries.boards.frame import Request, counted_of, framed, known_of, one_stop, status_word
from besa.insights.writing import day, plain
from besa.places.calendar import today_in
from besa.pledges.models import Evidence
from besa.pledges.public_cards import title_of, token_of
from besa.pledges.queries.public_pledge import PledgePage, Step, pledge_page, public_pledge

#: of a quote and of a criterion, in letters; the address leads to all of it
_LONGEST: Final = 260
#: so many findings are shown, the newest ones
_MOST_STEPS: Final = 6


def story_board(asked: Request) -> Story:
    """The story of a pledge's uid."""
    page = _page_of(asked)
    pledge = page.pledge
    known = known_of(pledge.mandate.slug, asked.as_of)
    title, _language = title_of(pledge)
    frame = framed(known, asked)
    criterion = page.criteria[0].criterion if page.criteria else None
    return Story(
        **{
            **frame,
            "title": title,
            "subtitle": f"{frame['title']}, {frame['subtitle']}",
            "address": f"{frame['address']}/{pledge.uid}",
            "counted": counted_of(known),
        },
        kicker=_("Pledge %(number)s: what became of it") % {"number": plain(pledge.number or 0)},
        lead=(_standing_in_words(page),),
        quote=_quote_beside(title, " ".join(pledge.quote.split())),
        quote_lang=TAGS.get(pledge.language, pledge.language),
        said_by=pledge.mandate.person.name,
        token=token_of(page.status),
        status=status_word(page.status),
        criterion=excerpt(" ".join(criterion.fulfilled_when.split()), _LONGEST) if criterion else "",
        criterion_title=_("It is fulfilled when"),
        steps=_steps(page),
        alt="; ".join(f"{one.day}: {one.title}" for one in _steps(page)),
    )


def _quote_beside(title: str, quote: str) -> str:
    """The quote; nothing where the title, for want of another, is the quote already."""
    return "" if quote.startswith(title.rstrip("…. ")) else excerpt(quote, _LONGEST)


def _page_of(asked: Request) -> PledgePage:
    found = public_pledge(asked.subject)
    if found is None:
        raise NoSubject(asked.subject)
    past = asked.as_of is not None and asked.as_of < today_in(found.mandate.municipality)
    query = {"on": asked.as_of.isoformat()} if asked.as_of and past else {}
    page = pledge_page(found.mandate.slug, found.uid, query)
    if page is None:
        raise NoSubject(asked.subject)
    return page


def _standing_in_words(page: PledgePage) -> str:
    if page.rating is None:
        return status_word(page.status) + "."
    return pgettext("status of a pledge", "%(status)s, as of %(day)s.") % {
        "status": status_word(page.status),
        "day": day(page.rating.effective_on),
    }


def _steps(page: PledgePage) -> tuple[Moment, ...]:
    """From the promise to what comes next, in the order of time. A finding that was corrected is not repeated."""
    pledge = page.pledge
    moments: list[tuple[date, Moment]] = []
    if pledge.baseline:
        frozen = pledge.baseline.frozen_on
        added = _("Added to the list later") if pledge.added_later else _("On the list, with its criterion")
        moments.append((frozen, Moment("", "list", day(frozen), added, "")))
    shown = [step for step in page.steps if not step.replaced][:_MOST_STEPS]
    moments += [(step.rating.effective_on, _finding(step)) for step in shown]
    due = pledge.due_on or pledge.mandate.term_ends
    if not page.rating or page.rating.new not in {"fulfilled"}:
        word = _("Due") if pledge.due_on else _("End of the term")
        moments.append((due, Moment("", "clock", day(due), word, "")))
    ordered = sorted(enumerate(moments), key=lambda one: (one[1][0], one[0]))
    return tuple(moment for _place, (_day, moment) in ordered)


def _finding(step: Step) -> Moment:
    said = [_evidence_in_words(step.evidence)]
    if step.replies:
        said.append(_("The office replied."))
    elif step.silent_until:
        said.append(_("The office did not reply by %(day)s.") % {"day": day(step.silent_until)})
    if step.rating.corrects_id:
        said.append(one_stop(_("Corrected on %(day)s") % {"day": day(step.rating.recorded_at)} + "."))
    return Moment(
        token=token_of(step.rating.new),
        icon="",
        day=day(step.rating.effective_on),
        title=status_word(step.rating.new),
        text=" ".join(one for one in said if one),
    )


def _evidence_in_words(evidence: list[Evidence]) -> str:
    """How many pieces, and the best grade among them: A is the strongest."""
    if not evidence:
        return ""
    words: dict[str, Any] = {"n": plain(len(evidence)), "grade": min(one.grade for one in evidence)}
    return (
        ngettext(
            "%(n)s piece of evidence, grade %(grade)s.",
            "%(n)s pieces of evidence, the best of grade %(grade)s.",
            len(evidence),
        )
        % words
    )
