"""A municipality's month in numbers, for those who spread the word: counted as of its last day, or of today."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language

from besa.core.languages import EN
from besa.insights.bound import Value
from besa.insights.columns import seconds_of
from besa.insights.counting import Count
from besa.insights.figures import FIGURES
from besa.insights.periods import Steps, start_of
from besa.insights.queries.breakdown import BREAKDOWNS, Line, break_down
from besa.insights.queries.infographic import ENOUGH
from besa.insights.scopes import OWN, Asked, ask
from besa.places.calendar import today_in
from besa.places.models import Municipality

#: how many months back from this one can be chosen
MONTHS_OFFERED = 12
_KEY = re.compile(r"(2\d{3})-(0[1-9]|1[0-2])")
_RAPID = next(figure for figure in FIGURES if figure.key == "reports.rapid_reaction")


@dataclass(frozen=True)
class Month:
    """What was reported and repaired in a month. Shares that rest on too few reports are None."""

    key: str
    first: date
    last: date
    reported: int
    repaired: int
    open: int
    rapid: Value | None
    most: tuple[Line, ...]

    @property
    def says_something(self) -> bool:
        """Whether anything happened that can be told."""
        return bool(self.reported or self.repaired)


def month_key(day: date) -> str:
    """A month as addresses name it: "2026-10"."""
    return f"{day:%Y-%m}"


def month_or_newest(key: str, municipality: Municipality) -> date:
    """The first day of the month of a key, if it can be chosen; else of this month."""
    found = _KEY.fullmatch(key)
    first = date(int(found[1]), int(found[2]), 1) if found else None
    months = months_of(municipality)
    return first if first in months else months[0]


def months_of(municipality: Municipality) -> list[date]:
    """The first days of this month and those before it, newest first."""
    first = today_in(municipality).replace(day=1)
    months = [first]
    while len(months) <= MONTHS_OFFERED:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months


def months_offered(municipality: Municipality) -> list[tuple[str, str]]:
    """The months that can be chosen, by key and name."""
    return [(month_key(first), month_name(first)) for first in months_of(municipality)]


def month_name(first: date) -> str:
    """A month with its year in the active language: "October 2026", "tetor 2026"."""
    text = str(date_format(first, "F Y"))
    return text if get_language() == EN else text.lower()


def count_month(municipality: Municipality, first: date) -> Month:
    """The numbers of a month, in one pass over the kept facts."""
    asked = asked_of(municipality, first)
    count = Count(asked)
    whole = Steps("month", (first,), (seconds_of(start_of(first, asked.zone)),))
    rapid = _RAPID.of(count)
    return Month(
        key=month_key(first),
        first=first,
        last=asked.period.until,
        reported=count.period["reports"],
        repaired=count.repairs_by_step(whole)[0],
        open=count.standing["open"],
        rapid=rapid if rapid.n >= ENOUGH else None,
        most=tuple(break_down(count, BREAKDOWNS["category"])[:3]),
    )


def asked_of(municipality: Municipality, first: date) -> Asked:
    """The month as every figure can be asked for it."""
    last = min((first + timedelta(days=31)).replace(day=1) - timedelta(days=1), today_in(municipality))
    return ask(municipality, period=OWN, since=first, until=last, as_of=last)
