"""On which days an event of a calendar file repeats (RRULE of RFC 5545), for whole days.

Ours because a rule comes from a file that anybody may have written: a library that walks until the next match never
comes back from a rule without one ("31 February", "every 0 days"). Here a walk is counted in days and ends. What it
finds is tested against `dateutil`, which the days off of the country bring along.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(r"^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$")
_NUMBER = re.compile(r"^[+-]?\d{1,4}$")
#: parts that are followed, each with its largest number; a rule with another part is not followed at all
_NUMBERS = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYSETPOS": 366}
_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_FOLLOWED = {*_NUMBERS, "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"}
#: an event that repeats since before this is none that a municipality keeps
_EARLIEST = 1900


class RuleNotFollowed(ValueError):
    """A rule of repetition that is broken, or says more than whole days can follow."""


class TooMuchToWalk(ValueError):
    """The rules of one file would take too long."""


@dataclass
class Walk:
    """How many days may still be looked at for all rules of one file; it makes every file end."""

    left: int = 200_000

    def take(self, days: int) -> None:
        """Use some up. Raises TooMuchToWalk."""
        self.left -= days
        if self.left < 0:
            raise TooMuchToWalk


@dataclass(frozen=True)
class Rule:
    """A rule of repetition, checked."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: date | None = None
    week_start: int = 0
    weekdays: frozenset[tuple[int, int]] = frozenset()
    numbers: dict[str, frozenset[int]] = field(default_factory=dict)


def rule_of(text: str) -> Rule:
    """The rule that a line holds. Raises RuleNotFollowed."""
    parts: dict[str, str] = {}
    for part in text.strip().upper().split(";"):
        key, _, value = part.partition("=")
        if key in parts or key not in _FOLLOWED or not value:
            raise RuleNotFollowed(part[:40])
        parts[key] = value
    if parts.get("FREQ") not in _FREQUENCIES or {"COUNT", "UNTIL"} <= parts.keys():
        raise RuleNotFollowed("frequency")
    return Rule(
        frequency=parts["FREQ"],
        interval=_positive(parts.get("INTERVAL", "1")),
        count=_positive(parts["COUNT"]) if "COUNT" in parts else None,
        until=_until(parts["UNTIL"]) if "UNTIL" in parts else None,
        week_start=_week_start(parts.get("WKST", "MO")),
        weekdays=_by_day(parts["BYDAY"]) if "BYDAY" in parts else frozenset(),
        numbers={key: _numbers(key, parts[key]) for key in _NUMBERS if key in parts},
    )


def repeated(rule: Rule, start: date, *, first: date, last: date, walk: Walk) -> Iterator[date]:
    """The days between two on which an event that begins on `start` repeats, in order. Raises TooMuchToWalk.

    RuleNotFollowed for one that repeats since before 1900 and counts how often.
    """
    last = min(last, rule.until) if rule.until else last
    rule, seen = _completed(rule, start), 0
    for opening, length in _periods(rule, start, first, last):
        days = _days_in(rule, opening, length)
        walk.take(len(days))
        chosen = [day for day in days if _matches(rule, day)]
        for day in _at_positions(chosen, rule.numbers.get("BYSETPOS")):
            if not start <= day <= last:
                continue
            seen += 1
            if rule.count is not None and seen > rule.count:
                return
            if day >= first:
                yield day


def _periods(rule: Rule, start: date, first: date, last: date) -> Iterator[tuple[date, int]]:
    """First day and length of each day, week, month or year that counts. Without a count the past is skipped."""
    if rule.count is not None and start.year < _EARLIEST:
        raise RuleNotFollowed("counts since too long ago")
    begin = start if rule.count is not None else max(start, first)
    if rule.frequency in ("DAILY", "WEEKLY"):
        length = 7 if rule.frequency == "WEEKLY" else 1
        origin = start
        if length == 7:
            back = (start.weekday() - rule.week_start) % 7
            if (start - date.min).days < back:
                raise RuleNotFollowed("before all time")
            origin = start - timedelta(days=back)
        step = length * rule.interval
        skipped = (begin - origin).days // step
        for days in range(skipped * step, (last - origin).days + 1, step):
            yield origin + timedelta(days=days), length
        return
    months = rule.interval * (12 if rule.frequency == "YEARLY" else 1)
    origin_month = start.year * 12 + (start.month - 1 if rule.frequency == "MONTHLY" else 0)
    skipped = max(0, begin.year * 12 + begin.month - 1 - origin_month) // months
    for month in range(origin_month + skipped * months, last.year * 12 + last.month, months):
        opening = date(month // 12, month % 12 + 1, 1)
        leap = monthrange(opening.year, 2)[1] - 28
        length = 365 + leap if rule.frequency == "YEARLY" else monthrange(opening.year, opening.month)[1]
        yield opening, length


def _days_in(rule: Rule, opening: date, length: int) -> list[date]:
    """The days of a period; of a year only its months that count."""
    months = rule.numbers.get("BYMONTH")
    if rule.frequency == "YEARLY" and months:
        year = opening.year
        return [
            date(year, month, n + 1) for month in sorted(months) for n in range(monthrange(year, month)[1])
        ]
    return [opening + timedelta(days=n) for n in range(length)]


def _completed(rule: Rule, start: date) -> Rule:
    """What a rule leaves open is as on the first day."""
    numbers = dict(rule.numbers)
    if rule.weekdays or numbers.keys() & {"BYMONTHDAY", "BYYEARDAY"}:
        return rule
    if rule.frequency == "WEEKLY":
        return replace(rule, weekdays=frozenset({(0, start.weekday())}))
    if rule.frequency == "YEARLY":
        numbers.setdefault("BYMONTH", frozenset({start.month}))
    if rule.frequency in ("YEARLY", "MONTHLY"):
        numbers["BYMONTHDAY"] = frozenset({start.day})
    return replace(rule, numbers=numbers)


def _matches(rule: Rule, day: date) -> bool:
    """Whether a day of a period counts. An empty part of a rule allows every day."""
    in_month = day.day, day.day - monthrange(day.year, day.month)[1] - 1
    return not any(
        wanted and wanted.isdisjoint(found)
        for wanted, found in (
            (rule.numbers.get("BYMONTH"), (day.month,)),
            (rule.numbers.get("BYMONTHDAY"), in_month),
            (rule.numbers.get("BYYEARDAY"), _in_year(day)),
            (rule.weekdays, _weekdays(rule, day, in_month)),
        )
    )


def _weekdays(rule: Rule, day: date, in_month: tuple[int, int]) -> set[tuple[int, int]]:
    """All that a day may be called: (0, 4) a Friday, (2, 4) the second Friday, (-1, 4) the last one.

    Counted in the month, or in the year by a yearly rule that names no month. Rules for weeks and days do not count.
    """
    of_year = rule.frequency == "YEARLY" and not rule.numbers.get("BYMONTH")
    forwards, backwards = _in_year(day) if of_year else in_month
    if rule.frequency in ("WEEKLY", "DAILY"):
        return {(n, day.weekday()) for n, _ in rule.weekdays}
    nth = (0, (forwards - 1) // 7 + 1, -((-backwards - 1) // 7) - 1)
    return {(n, day.weekday()) for n in nth}


def _in_year(day: date) -> tuple[int, int]:
    """The number of a day in its year, from the beginning and from the end."""
    number = day.timetuple().tm_yday
    return number, number - date(day.year, 12, 31).timetuple().tm_yday - 1


def _at_positions(days: list[date], positions: frozenset[int] | None) -> list[date]:
    if not positions:
        return days
    found = {n - 1 if n > 0 else len(days) + n for n in positions}
    return [day for n, day in enumerate(days) if n in found]


def _positive(text: str) -> int:
    if not _NUMBER.match(text) or int(text) < 1:
        raise RuleNotFollowed(text[:40])
    return int(text)


def _numbers(key: str, text: str) -> frozenset[int]:
    most = _NUMBERS[key]
    found = text.split(",")
    if any(not _NUMBER.match(one) or not 1 <= abs(int(one)) <= most for one in found):
        raise RuleNotFollowed(text[:40])
    if key == "BYMONTH" and any(int(one) < 1 for one in found):
        raise RuleNotFollowed(text[:40])
    return frozenset(int(one) for one in found)


def _by_day(text: str) -> frozenset[tuple[int, int]]:
    found = [_BY_DAY.match(one) for one in text.split(",")]
    if not all(found) or any(one and one[1] and int(one[1]) == 0 for one in found):
        raise RuleNotFollowed(text[:40])
    return frozenset((int(one[1] or 0), _WEEKDAYS.index(one[2])) for one in found if one)


def _week_start(text: str) -> int:
    if text not in _WEEKDAYS:
        raise RuleNotFollowed(text[:40])
    return _WEEKDAYS.index(text)


def _until(text: str) -> date:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        raise RuleNotFollowed(text[:40]) from None
