"""On which days what is posted: few posts, days apart, on days when offices work. Also as iCalendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

#: Tuesday and Thursday: far from the weekend, and far enough from each other
_WEEKDAYS: Final = (1, 3)
_FOLD_AT: Final = 75


@dataclass(frozen=True)
class Entry:
    """A day with what is suggested for it: which message, in which form, where."""

    day: date
    topic: str
    title: str
    description: str


def posting_days(after: date, n: int, is_working_day: Callable[[date], bool]) -> list[date]:
    """The next n days to post on after a day: Tuesdays and Thursdays that are no holidays."""
    days: list[date] = []
    day = after
    while len(days) < n:
        day += timedelta(days=1)
        if day.weekday() in _WEEKDAYS and is_working_day(day):
            days.append(day)
        if (day - after).days > 366:
            raise ValueError("the offices are hardly ever open")
    return days


def as_icalendar(entries: Sequence[Entry], *, name: str, uid: str, stamp: date) -> str:
    """A calendar file (RFC 5545) of whole days. `uid` makes its entries other than those of other kits."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Besa//Share kit//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for number, entry in enumerate(entries, start=1):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}-{uid}",
            f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(entry.title)}",
            f"DESCRIPTION:{_escaped(entry.description)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(text: str) -> str:
    """A text as one line; what else could end a line or is no letter at all becomes a space."""
    text = "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)
    for letter in ("\\", ";", ","):
        text = text.replace(letter, f"\\{letter}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 bytes, no letter cut in two; what goes on begins with a space."""
    part = ""
    parts: list[str] = []
    for letter in line:
        if len((part + letter).encode()) > _FOLD_AT - bool(parts):
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
