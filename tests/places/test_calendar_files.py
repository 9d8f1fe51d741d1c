"""Days off from calendar files: what repeats, what is taken back, what is left out and said to be."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from besa.places.calendar_files import CalendarFileRefused, LeftOut, read_calendar
from besa.places.repetition import RuleNotFollowed, TooMuchToWalk, Walk, repeated, rule_of

FIRST, LAST = date(2027, 1, 1), date(2031, 12, 31)


def _file(*events: str) -> bytes:
    inside = "\r\n".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\r\n{inside}\r\nEND:VCALENDAR\r\n".encode()


def _days(*events: str) -> list[str]:
    return [one.day.isoformat() for one in read_calendar(_file(*events), first=FIRST, last=LAST).days]


def test_an_event_repeats_every_year_as_far_as_the_page_goes() -> None:
    yearly = "DTSTART;VALUE=DATE:20200617\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Dita e qytetit"
    assert _days(yearly) == [f"{year}-06-17" for year in range(2027, 2032)]
    assert _days(yearly.replace("YEARLY", "YEARLY;COUNT=9")) == ["2027-06-17", "2028-06-17"]
    assert _days(yearly.replace("YEARLY", "YEARLY;UNTIL=20281231T000000Z")) == ["2027-06-17", "2028-06-17"]
    last_friday = yearly.replace("YEARLY", "YEARLY;BYMONTH=6;BYDAY=-1FR")
    assert _days(last_friday)[:2] == ["2027-06-25", "2028-06-30"]


def test_further_days_are_added_and_single_ones_taken_out() -> None:
    event = (
        "DTSTART;VALUE=DATE:20270301\r\nDTEND;VALUE=DATE:20270303\r\nRRULE:FREQ=YEARLY;COUNT=3\r\n"
        "RDATE;VALUE=DATE:20270901,20271001\r\nEXDATE;VALUE=DATE:20280301"
    )
    assert _days(event) == [
        "2027-03-01", "2027-03-02", "2027-09-01", "2027-09-02", "2027-10-01", "2027-10-02",
        "2029-03-01", "2029-03-02",
    ]  # fmt: skip


def test_one_day_of_a_series_is_moved_or_cancelled() -> None:
    series = "UID:a\r\nDTSTART;VALUE=DATE:20270510\r\nRRULE:FREQ=YEARLY;COUNT=3"
    moved = "UID:a\r\nRECURRENCE-ID;VALUE=DATE:20280510\r\nDTSTART;VALUE=DATE:20280512"
    gone = "UID:a\r\nRECURRENCE-ID;VALUE=DATE:20290510\r\nDTSTART;VALUE=DATE:20290510\r\nSTATUS:CANCELLED"
    assert _days(series, moved, gone) == ["2027-05-10", "2028-05-12"]


def test_names_keep_their_languages_and_reminders_keep_theirs() -> None:
    event = (
        "DTSTART;VALUE=DATE:20270301\r\nSUMMARY;LANGUAGE=sq:Dita e shkollës\\, e dytë\r\n"
        "SUMMARY;LANGUAGE=sr-RS:Дан школе\r\nBEGIN:VALARM\r\nSUMMARY:Mos harro\r\nEND:VALARM"
    )
    other = 'DTSTART;VALUE=DATE:20270301\r\nSUMMARY;LANGUAGE=en;X-A="a:b":School day'
    (day,) = read_calendar(_file(event, other), first=FIRST, last=LAST).days
    assert day.names == {"sq": "Dita e shkollës, e dytë", "sr": "Дан школе", "en": "School day"}


def test_what_is_left_out_is_counted_by_reason() -> None:
    found = read_calendar(
        _file(
            "DTSTART;VALUE=DATE:20200101",
            "DTSTART;VALUE=DATE:20400101",
            "DTSTART:20270110T090000Z",
            "DTSTART;VALUE=DATE:20270111\r\nSTATUS:CANCELLED",
            "DTSTART;VALUE=DATE:20270112\r\nRRULE:FREQ=HOURLY",
            "DTSTART;VALUE=DATE:20270201\r\nDTEND;VALUE=DATE:20270401",
            "SUMMARY:Nothing",
        ),
        first=FIRST,
        last=LAST,
    )
    assert found.left_out == dict.fromkeys(LeftOut, 1)
    assert [str(one.day) for one in found.days] == ["2027-01-12"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYSETPOS=300",
    ],
)
def test_a_rule_that_never_matches_ends(rule: str) -> None:
    assert _days(f"DTSTART;VALUE=DATE:20200101\r\nRRULE:{rule}") == []


@pytest.mark.parametrize(
    "rule",
    [
        "", "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;COUNT=0",
        "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=-1", "FREQ=YEARLY;BYDAY=0MO", "FREQ=YEARLY;BYDAY=XX",
        "FREQ=YEARLY;BYMONTHDAY=32", "FREQ=YEARLY;UNTIL=never", "FREQ=YEARLY;FREQ=DAILY", "FREQ=DAILY;BYHOUR=9",
        "FREQ=DAILY;COUNT=2;UNTIL=20300101", "FREQ=YEARLY;RSCALE=HEBREW", "FREQ=WEEKLY;WKST=XX",
    ],
)  # fmt: skip
def test_a_rule_that_is_broken_or_unknown_is_not_followed(rule: str) -> None:
    with pytest.raises(RuleNotFollowed):
        rule_of(rule)


def test_a_file_cannot_keep_us_busy() -> None:
    daily = "DTSTART;VALUE=DATE:19000101\r\nRRULE:FREQ=DAILY;COUNT=9999"
    with pytest.raises(CalendarFileRefused):
        read_calendar(_file(*[daily] * 100), first=FIRST, last=LAST)
    with pytest.raises(TooMuchToWalk):
        Walk(10).take(11)


def _numbers(most: int, *, negative: bool = True) -> st.SearchStrategy[str]:
    one = st.integers(1, most).map(str)
    both = st.one_of(one, one.map(lambda n: f"-{n}")) if negative else one
    return st.lists(both, min_size=1, max_size=3).map(",".join)


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}"]
    if draw(st.booleans()):
        parts.append(f"BYMONTH={draw(_numbers(12, negative=False))}")
    if frequency != "WEEKLY" and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(_numbers(31))}")
    if draw(st.booleans()):
        # all with a number or none: of both together dateutil takes what both name, RFC 5545 what either does
        numbered = frequency in ("YEARLY", "MONTHLY") and draw(st.booleans())
        nth = st.sampled_from(["1", "2", "-1", "4"]) if numbered else st.just("")
        days = st.tuples(nth, st.sampled_from(["MO", "WE", "SA", "SU"])).map("".join)
        parts.append(f"BYDAY={draw(st.lists(days, min_size=1, max_size=3).map(','.join))}")
    if frequency == "YEARLY" and draw(st.booleans()):
        parts.append(f"BYYEARDAY={draw(_numbers(366))}")
    if len(parts) > 2 and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(_numbers(6))}")
    if frequency == "WEEKLY":
        parts.append(f"WKST={draw(st.sampled_from(['MO', 'SU', 'TH']))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 12))}")
    return ";".join(parts)


@settings(max_examples=80, deadline=None)
@given(rules(), st.dates(date(2019, 1, 1), date(2028, 12, 31)))
def test_the_days_are_those_that_dateutil_finds(text: str, start: date) -> None:
    found = list(repeated(rule_of(text), start, first=FIRST, last=LAST, walk=Walk()))
    begin = datetime.combine(start, datetime.min.time())
    assume(found)  # for what never matches dateutil looks until the year 9999
    limit = rrulestr(text.partition(";COUNT=")[0], dtstart=begin)
    if "COUNT" not in text:
        assert found == [one.date() for one in limit.between(_at(FIRST), _at(LAST), inc=True)], text
    else:
        count = int(text.rpartition("=")[2])
        first_ones = limit.between(_at(start), _at(LAST), inc=True)[:count]
        assert found == [one.date() for one in first_ones if one.date() >= FIRST], text


def _at(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_file_is_days_or_refused(content: bytes) -> None:
    start = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:"
    for wrapped in (
        content,
        start + content + b"\nEND:VEVENT",
        start + b"20270101\nRRULE:" + content + b"\nEND:VEVENT",
    ):
        try:
            found = read_calendar(wrapped, first=FIRST, last=LAST)
        except CalendarFileRefused:
            continue
        assert all(FIRST <= one.day <= LAST for one in found.days)
        assert all(len(name) <= 80 for one in found.days for name in one.names.values())
