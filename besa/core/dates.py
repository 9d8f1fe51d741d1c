"""Dates as people say them: "2 hours ago", "yesterday", "12 November"."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from besa.core import languages


def in_words(moment: datetime | date, now: datetime | None = None) -> str:
    """The moment as somebody would say it now, in the active language; days are those of the legal time."""
    now = timezone.localtime(now)
    if not isinstance(moment, datetime):
        return _day_in_words(moment, now.date())
    moment = timezone.localtime(moment)
    apart = now - moment
    if abs(apart) < timedelta(minutes=1):
        return _("just now") if apart >= timedelta() else _("in a moment")
    if abs(apart) < _BY_THE_HOUR:
        return _hours_in_words(apart)
    return _day_in_words(moment.date(), now.date())


def as_element(moment: datetime | date) -> SafeString:
    """The moment in words, with its exact time for machines and in the `title`."""
    now = timezone.localtime()
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
        if abs(now - moment) < _BY_THE_HOUR:
            return _element(moment, now)
    return _element_of_day(get_language(), moment, now.date())


@lru_cache(maxsize=5_000)
def _element_of_day(language: str | None, moment: datetime | date, today: date) -> SafeString:
    """All that a moment half a day away or more depends on; lists show the same ones to many people."""
    return _element(moment, timezone.localtime())


def _element(moment: datetime | date, now: datetime) -> SafeString:
    return SafeString(
        f'<time datetime="{moment.isoformat()}" title="{escape(exactly(moment))}">'
        f"{escape(in_words(moment, now))}</time>"
    )


#: nearer moments are told in minutes and hours, others in days
_BY_THE_HOUR = timedelta(hours=12)


def exactly(moment: datetime | date) -> str:
    """Day and time in full, to the minute, for the `title`."""
    if isinstance(moment, datetime):
        minute = timezone.localtime(moment).replace(second=0, microsecond=0)
        return _written(minute, get_format("DATETIME_FORMAT"))
    return _written(moment, get_format("DATE_FORMAT"))


def day_of(moment: datetime | date) -> str:
    """The day in full, by legal time: for paper and mails, which are read later."""
    return exactly(timezone.localtime(moment).date() if isinstance(moment, datetime) else moment)


def _written(moment: datetime | date, pattern: str) -> str:
    return _written_in(get_language(), moment, pattern)


@lru_cache(maxsize=5_000)
def _written_in(language: str | None, moment: datetime | date, pattern: str) -> str:
    """In the active language, which is named because it decides. Lists show the same moments to many people."""
    text = date_format(moment, pattern)
    # Only English writes months with a capital; Django's Albanian has one too.
    text = text if language == languages.EN else text.lower()
    if language in (languages.SR, languages.SR_LATN) and "j" in pattern:
        return _SERBIAN_MONTH.sub(lambda found: _OF_THE_MONTH[found[0]], text)
    return text


#: after a day Serbian says "of November"; Django has the names of months alone
_OF_THE_MONTH = {
    "јануар": "јануара", "фебруар": "фебруара", "март": "марта", "април": "априла", "мај": "маја", "јун": "јуна",
    "јул": "јула", "август": "августа", "септембар": "септембра", "октобар": "октобра", "новембар": "новембра",
    "децембар": "децембра",
}  # fmt: skip
_OF_THE_MONTH |= {
    languages.latin_from_cyrillic(name): languages.latin_from_cyrillic(of)
    for name, of in _OF_THE_MONTH.items()
}
_SERBIAN_MONTH = re.compile(rf"\b({'|'.join(_OF_THE_MONTH)})\b")


def _hours_in_words(apart: timedelta) -> str:
    past = apart > timedelta()
    minutes = int(abs(apart).total_seconds()) // 60
    if minutes < 60:
        one = ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes)
        other = ngettext("in %(n)d minute", "in %(n)d minutes", minutes)
    else:
        minutes //= 60
        one = ngettext("%(n)d hour ago", "%(n)d hours ago", minutes)
        other = ngettext("in %(n)d hour", "in %(n)d hours", minutes)
    return (one if past else other) % {"n": minutes}


def _day_in_words(day: date, today: date) -> str:
    days = (today - day).days
    near = {0: _("today"), 1: _("yesterday"), -1: _("tomorrow")}
    if days in near:
        return near[days]
    if 1 < days < 7:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    if -7 < days < -1:
        return ngettext("in %(n)d day", "in %(n)d days", -days) % {"n": -days}
    full = get_format("DATE_FORMAT")
    if day.year == today.year:
        return _written(day, full.replace(" Y.", "").replace(" Y", ""))
    return _written(day, full)
