"""What is told in a share kit, in the active language, with the numbers of the month: for every network the same."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext, pgettext

from besa.core.brands import Brand
from besa.core.links import absolute_url
from besa.insights.queries.boards.frame import one_stop
from besa.insights.queries.clips import (
    MAYOR,
    MONTH,
    REPORT,
    open_in_words,
    rapid_in_words,
    repaired_in_words,
    reported_in_words,
)
from besa.insights.queries.month import Month, count_month, month_name
from besa.insights.queries.promised import promised_in
from besa.insights.sharekit.texts import Message, hashtag
from besa.insights.writing import day, plain
from besa.places.models import Municipality
from besa.places.terms import in_words_of
from besa.reports.deadlines.words import terms_in_words
from besa.reports.queries.promises import common_promise


def messages_of(municipality: Municipality, first: date, language: str, brand: Brand) -> list[Message]:
    """The messages of a kit: the month if anything happened, how to report, the mayor's pledges if there is a list."""
    month = count_month(municipality, first)
    found = [_month(municipality, month, language, brand), _report(municipality, language, brand)]
    found.append(_mayor(municipality, language, brand))
    return [message for message in found if message is not None]


def _month(municipality: Municipality, month: Month, language: str, brand: Brand) -> Message | None:
    if not month.says_something:
        return None
    page = absolute_url("insights:statistics", municipality.slug, language=language, brand=brand.key)
    query = {"since": month.first, "until": month.last, "as_of": month.last}
    title = f"{municipality.name}, {month_name(month.first)}"
    sentences = [
        f"{title}: {_lower_first(reported_in_words(month.reported))}",
        repaired_in_words(month.repaired),
        open_in_words(month.open),
        rapid_in_words(month),
        gettext("See all numbers, and how each is counted."),
    ]
    return Message(
        topic=MONTH,
        title=f"{title}: {gettext('What was reported, what was fixed')}",
        sentences=tuple(sentence for sentence in sentences if sentence),
        counted=_as_of(month.last),
        url=f"{page}?{urlencode(query)}",
        hashtags=_tags(municipality, brand, pgettext("hashtag", "open data")),
    )


def _report(municipality: Municipality, language: str, brand: Brand) -> Message:
    form = absolute_url("reports:new", language=language, brand=brand.key)
    time = terms_in_words(common_promise(municipality).response)
    promised = gettext("The municipality has promised an answer within %(time)s.") % {"time": time}
    return Message(
        topic=REPORT,
        title=gettext("How to report a problem in your town"),
        sentences=(
            f"{municipality.name}: {_lower_first(gettext('Is something broken here?'))}",
            _ended(gettext("Report it in a minute")),
            gettext("Show on the map where it is."),
            gettext("Take a photo and say in a few words what is wrong."),
            in_words_of(municipality.country, promised),
            gettext("You have the last word: is it fixed or not?"),
        ),
        counted="",
        url=f"{form}?{urlencode({'municipality': municipality.slug})}",
        hashtags=_tags(municipality, brand, pgettext("hashtag", "report it")),
    )


def _mayor(municipality: Municipality, language: str, brand: Brand) -> Message | None:
    found = promised_in(municipality)
    if found is None:
        return None
    parts = "; ".join(f"{part.label}: {plain(part.n)}" for part in found.parts)
    return Message(
        topic=MAYOR,
        title=gettext("What your mayor promised"),
        sentences=(
            f"{found.name}, {found.office}: {found.sentence}",
            f"{parts}.",
            gettext("Each pledge has its evidence, and the mayor's own reply."),
        ),
        counted=_as_of(found.as_of),
        url=absolute_url("pledges:mandate", found.slug, language=language, brand=brand.key),
        hashtags=_tags(municipality, brand, pgettext("hashtag", "word given")),
    )


def _as_of(last: date) -> str:
    return one_stop(gettext("As of %(day)s") % {"day": day(last)} + ".")


def _tags(municipality: Municipality, brand: Brand, theme: str) -> tuple[str, ...]:
    names = (municipality.name, brand.name, theme, pgettext("hashtag", "my town"))
    return tuple(tag for tag in map(hashtag, names) if tag)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "…")) else f"{sentence}."


def _lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
