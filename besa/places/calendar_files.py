"""Days off from a calendar file (iCalendar, RFC 5545): whole-day events, one day each, with their names.

A file may come from anybody, so nothing in it is trusted: lines, events and days are counted, and rules of repetition
are left alone, because a public holiday that repeats is in the country's own list already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

MOST_EVENTS, LONGEST_EVENT = 5_000, 31
_DAY = re.compile(r"^\d{8}")
_ESCAPED = re.compile(r"\\([\\;,nN])")


class CalendarFileRefused(ValueError):
    """The file is no calendar, or too much of one."""


def days_in_file(content: bytes) -> list[tuple[date, str]]:
    """Each day of each whole-day event, with the event's name. Raises CalendarFileRefused."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CalendarFileRefused("not UTF-8") from None
    lines = _unfolded(text)
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines):
        raise CalendarFileRefused("no calendar")
    return [day for event in _events(lines) for day in _days_of(event)]


def _unfolded(text: str) -> list[str]:
    """Lines as they were before they were folded: a line that begins with a blank continues the one before."""
    return re.sub(r"\r?\n[ \t]", "", text).splitlines()


def _events(lines: list[str]) -> Iterator[dict[str, str]]:
    event: dict[str, str] | None = None
    seen = 0
    for line in lines:
        name, _, value = line.partition(":")
        key = name.partition(";")[0].strip().upper()
        if key == "BEGIN" and value.strip().upper() == "VEVENT":
            event, seen = {}, seen + 1
            if seen > MOST_EVENTS:
                raise CalendarFileRefused("too many events")
        elif key == "END" and value.strip().upper() == "VEVENT" and event is not None:
            yield event
            event = None
        elif event is not None and key in ("DTSTART", "DTEND", "SUMMARY", "STATUS"):
            event.setdefault(key, value.strip())


def _days_of(event: dict[str, str]) -> Iterator[tuple[date, str]]:
    start, end = _day(event.get("DTSTART", "")), _day(event.get("DTEND", ""))
    if start is None or event.get("STATUS", "").upper() == "CANCELLED" or "T" in event["DTSTART"].upper():
        return
    # The end of a whole-day event is the first day after it.
    days = (end - start).days if end and end > start else 1
    name = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], event.get("SUMMARY", ""))
    for n in range(min(days, LONGEST_EVENT)):
        yield start + timedelta(days=n), name.strip()[:80]


def _day(value: str) -> date | None:
    if not _DAY.match(value):
        return None
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return None
