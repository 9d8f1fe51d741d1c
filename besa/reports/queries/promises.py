"""What a municipality promises, as its coordinator sees it: now, what that means for a report made now, and before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.dates import WEEKDAYS

from besa.core.held import CHECK_EVERY_S
from besa.people.setting_history import who_changed
from besa.places.calendar import Hours, calendar_of, today_in
from besa.places.models import Holiday, Municipality, WorkingWeek
from besa.places.public_days import public_day_name, public_days
from besa.reports.deadlines import Deadlines, Promise, deadlines_for, promise_at, promises_of
from besa.reports.deadlines.words import terms_in_words
from besa.reports.models import Category, DeadlineRule
from besa.reports.queries.category_settings import EditableCategory, categories_to_edit


@dataclass(frozen=True)
class PastPromise:
    """One version of a promise in words; empty words: it followed what holds for all."""

    since: datetime
    answer: str
    repair: str
    by: str


@dataclass(frozen=True)
class PromisePage:
    """The promise for a category (or for all), what it makes of a report that comes in now, and its versions."""

    promise: Promise
    example: Deadlines
    now: datetime
    versions: list[PastPromise]


@dataclass(frozen=True)
class ListedDay:
    """A day that is not like others of its week: a public holiday, or one the municipality declared (`own`)."""

    day: date
    name: str
    works: bool
    own: Holiday | None
    can_change: bool


@dataclass(frozen=True)
class PastWeek:
    """Working hours that began to hold at a moment, in words."""

    since: datetime
    hours: list[str]


def weeks_of(municipality: Municipality, limit: int = 20) -> list[PastWeek]:
    """The working hours a municipality has had, the last ones first. One query."""
    weeks = WorkingWeek.objects.filter(municipality=municipality).order_by("-valid_from")[:limit]
    return [PastWeek(week.valid_from, _in_words(week.week)) for week in weeks]


def _in_words(week: Sequence[Hours]) -> list[str]:
    """ "Monday – Friday 08:00–16:00": days in a row with the same hours together."""
    lines = []
    for hours, days in groupby(range(7), key=lambda day: week[day]):
        known = list(days)
        if hours is not None:
            ends = dict.fromkeys(str(WEEKDAYS[day]) for day in (known[0], known[-1]))
            lines.append(f"{' – '.join(ends)} {_clock(hours[0])}–{_clock(hours[1])}")
    return lines


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def settled_now() -> datetime:
    """A moment at which all that was saved until now holds."""
    return timezone.now() + timedelta(seconds=2 * CHECK_EVERY_S)


def common_promise(municipality: Municipality) -> Promise:
    """What holds for categories that have no promise of their own."""
    return promise_at(promises_of(municipality), None, settled_now())


def promise_page(municipality: Municipality, category: Category | None) -> PromisePage:
    """The page of one promise. No query for the numbers, which are in memory."""
    now = settled_now()
    rules = promises_of(municipality)
    own = category.pk if category else None
    return PromisePage(
        promise=promise_at(rules, own, now),
        example=deadlines_for(municipality=municipality, category=category or Category(), at=now),
        now=now,
        versions=[_past(rule) for rule in reversed(rules) if rule.category_id == own],
    )


def promises_by_category(municipality: Municipality) -> list[EditableCategory]:
    """The categories that are offered, each with its promise."""
    return [row for row in categories_to_edit(municipality) if row.rule.offered]


def _past(rule: DeadlineRule) -> PastPromise:
    who = who_changed(rule.set_by)
    if rule.follows_common:
        return PastPromise(rule.valid_from, "", "", who)
    promise = promise_at([rule], rule.category_id, rule.valid_from)
    return PastPromise(rule.valid_from, terms_in_words(promise.response), terms_in_words(promise.fix), who)


def days_of_year(municipality: Municipality, year: int) -> list[ListedDay]:
    """Public holidays and the municipality's own days of a year, in order. One query."""
    today = today_in(municipality)
    own = {
        holiday.day: holiday
        for holiday in Holiday.objects.filter(municipality=municipality, day__year=year, known_until=None)
    }
    public = public_days(municipality.country, year)
    return [
        ListedDay(
            day=day,
            name=(own[day].name if day in own else "") or public_day_name(public.get(day, "")),
            works=own[day].works if day in own else False,
            own=own.get(day),
            can_change=day > today,
        )
        for day in sorted({*own, *public})
    ]


def bridges_ahead(municipality: Municipality, year: int) -> list[date]:
    """Working days of a year, from tomorrow, that lie alone between closed ones: where a bridge could be."""
    calendar, one = calendar_of(municipality, settled_now()), timedelta(days=1)
    first = max(date(year, 1, 1), today_in(municipality) + one)
    days = [first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1)]
    return [
        day
        for day in days
        if calendar.is_working_day(day)
        and not calendar.is_working_day(day - one)
        and not calendar.is_working_day(day + one)
    ]


def removed_days(municipality: Municipality, limit: int = 20) -> list[Holiday]:
    """Days that were declared and taken back, the last ones first."""
    gone = Holiday.objects.filter(municipality=municipality, known_until__isnull=False)
    return list(gone.order_by("-known_until")[:limit])
