"""Days off from a calendar file (iCalendar, RFC 5545): whole-day events with their names, repeating ones included.

A file may come from anybody, so nothing in it is trusted: events, days and the work of repeating are counted. What is
left out is counted by reason, so that whoever sent the file is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from besa.places.repetition import RuleNotFollowed, TooMuchToWalk, Walk, repeated, rule_of

MOST_EVENTS, LONGEST_EVENT = 5_000, 31
_DAY = re.compile(r"^\d{8}")
_WHOLE_DAY = re.compile(r"^\d{8}$")
_LENGTH = re.compile(r"^\+?P(\d{1,3})([DW])$")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_LINE = re.compile(r'^([A-Za-z-]+)((?:;[^=;:"]+=(?:"[^"]*"|[^";:]*))*):(.*)$')
_LANGUAGE = re.compile(r';LANGUAGE="?([A-Za-z]{2})', re.IGNORECASE)
_SINGLE = ("DTSTART", "DTEND", "DURATION", "STATUS", "UID", "RECURRENCE-ID", "RRULE")
_LISTS = ("RDATE", "EXDATE")


class CalendarFileRefused(ValueError):
    """The file is no calendar, or too much of one."""


class LeftOut(StrEnum):
    """Why something in a file became no day off."""

    PAST = "past"
    BEYOND = "beyond"
    TIMED = "timed"
    CANCELLED = "cancelled"
    RULE = "rule"
    LONG = "long"
    BROKEN = "broken"


@dataclass(frozen=True)
class FileDay:
    """A day and what it is called, by the language the file states (empty: it states none)."""

    day: date
    names: dict[str, str]


@dataclass(frozen=True)
class CalendarFile:
    """What a file holds between two days: days in order, and what was left out: days or events, by reason."""

    days: list[FileDay]
    left_out: Counter[LeftOut]


@dataclass
class _Event:
    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in _LISTS})
    names: dict[str, str] = field(default_factory=dict)

    @property
    def stands_for(self) -> tuple[str, date | None]:
        """The series and the day that this event replaces; no day for an event of its own."""
        return self.values.get("UID", ""), _day(self.values.get("RECURRENCE-ID", ""))


def read_calendar(content: bytes, *, first: date, last: date) -> CalendarFile:
    """The whole-day events between two days, repeating ones included. Raises CalendarFileRefused."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CalendarFileRefused("not UTF-8") from None
    lines = _unfolded(text)
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines):
        raise CalendarFileRefused("no calendar")
    try:
        return _collected(list(_events(lines)), first, last)
    except TooMuchToWalk:
        raise CalendarFileRefused("too many repetitions") from None


def _collected(events: list[_Event], first: date, last: date) -> CalendarFile:
    replaced: dict[str, set[date]] = {}
    for event in events:
        uid, day = event.stands_for
        if uid and day:
            replaced.setdefault(uid, set()).add(day)
    walk, left_out = Walk(), Counter[LeftOut]()
    found: dict[date, FileDay] = {}
    for event in events:
        uid, own = event.stands_for
        for day in _days_of(event, first, last, walk, left_out, set() if own else replaced.get(uid, set())):
            if first <= day <= last:
                known = found.setdefault(day, FileDay(day, {}))
                known.names.update(
                    {code: name for code, name in event.names.items() if code not in known.names}
                )
            elif "RRULE" not in event.values:
                left_out[LeftOut.PAST if day < first else LeftOut.BEYOND] += 1
    return CalendarFile([found[day] for day in sorted(found)], left_out)


def _unfolded(text: str) -> list[str]:
    """Lines as they were before they were folded: a line that begins with a blank continues the one before."""
    return re.sub(r"\r?\n[ \t]", "", text).splitlines()


def _events(lines: list[str]) -> Iterator[_Event]:
    event: _Event | None = None
    seen = inside = 0
    for line in lines:
        found = _LINE.match(line.strip())
        key, options, value = (found[1].upper(), found[2], found[3].strip()) if found else ("", "", "")
        if key == "BEGIN" and value.upper() == "VEVENT":
            event, seen, inside = _Event(), seen + 1, 0
            if seen > MOST_EVENTS:
                raise CalendarFileRefused("too many events")
        elif event is not None and key == "BEGIN":
            inside += 1  # a reminder, with a name of its own
        elif event is not None and key == "END" and value.upper() == "VEVENT":
            yield event
            event = None
        elif event is not None and key == "END":
            inside -= 1
        elif event is not None and not inside:
            _note(event, key, options, value)


def _note(event: _Event, key: str, options: str, value: str) -> None:
    if key == "SUMMARY":
        language = _LANGUAGE.search(options)
        name = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value).strip()[:80]
        if name:
            event.names.setdefault(language[1].lower() if language else "", name)
    elif key in _LISTS:
        event.lists[key] += value.split(",")
    elif key in _SINGLE:
        event.values.setdefault(key, value)


def _days_of(
    event: _Event, first: date, last: date, walk: Walk, left_out: Counter[LeftOut], replaced: set[date]
) -> Iterator[date]:
    """All days of an event; of one that repeats only those between two days."""
    start = _day(event.values.get("DTSTART", ""))
    if event.values.get("STATUS", "").upper() == "CANCELLED":
        left_out[LeftOut.CANCELLED] += 1
    elif start is None:
        left_out[LeftOut.BROKEN] += 1
    elif not _WHOLE_DAY.match(event.values["DTSTART"]):
        left_out[LeftOut.TIMED] += 1
    else:
        length = _length(event, start)
        if length > LONGEST_EVENT:
            left_out[LeftOut.LONG] += 1
            return
        for beginning in sorted(
            _beginnings(event, start, first - timedelta(days=LONGEST_EVENT), last, walk, left_out)
        ):
            if beginning not in replaced:
                yield from (
                    beginning + timedelta(days=n) for n in range(length) if (date.max - beginning).days >= n
                )


def _beginnings(
    event: _Event, start: date, first: date, last: date, walk: Walk, left_out: Counter[LeftOut]
) -> set[date]:
    days = {start}
    if "RRULE" in event.values:
        try:
            days = set(repeated(rule_of(event.values["RRULE"]), start, first=first, last=last, walk=walk))
        except RuleNotFollowed:
            left_out[LeftOut.RULE] += 1  # its first day is taken all the same
    more = [_day(one) if _WHOLE_DAY.match(one.strip()) else None for one in event.lists["RDATE"]]
    left_out[LeftOut.TIMED] += more.count(None)
    days |= {day for day in more if day}
    return days - {_day(one) for one in event.lists["EXDATE"]}


def _length(event: _Event, start: date) -> int:
    """How many days; the end of a whole-day event is the first day after it."""
    end, length = _day(event.values.get("DTEND", "")), _LENGTH.match(event.values.get("DURATION", ""))
    if end and end > start:
        return (end - start).days
    return max(1, int(length[1]) * (7 if length[2] == "W" else 1)) if length else 1


def _day(value: str) -> date | None:
    value = value.strip()
    if not _DAY.match(value):
        return None
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return None
