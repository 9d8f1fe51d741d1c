"""A coordinator sets deadlines, days off, hours and reminders; what was promised stays; nobody else's changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from besa.ledger.models import Entry
from besa.places.calendar_files import CalendarFileRefused, days_in_file
from besa.places.models import Holiday, WorkingWeek
from besa.reports.deadlines import deadlines_for
from besa.reports.models import DeadlineRule, EscalationStep, PauseLimit
from tests.factories.desk import Town, a_town
from tests.factories.people import browser_of
from tests.factories.public import make_category

pytestmark = pytest.mark.django_db
PROMISE = {
    "seen": "0",
    "response_amount": "4",
    "response_unit": "working_hours",
    "fix_amount": "9",
    "fix_unit": "days",
}
CALENDAR = b"""BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20400102\r
DTEND;VALUE=DATE:20400104\r
SUMMARY:Festa e\r
  komun\xc3\xabs\\, dy dit\xc3\xab\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART:20400110T090000Z\r
SUMMARY:Mbledhje\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture
def town() -> Town:
    return a_town()


@pytest.fixture
def browser(town: Town) -> Client:
    return browser_of(town.coordinator)


def _later() -> Any:
    """A moment at which what was just saved holds."""
    return timezone.now() + timedelta(seconds=5)


def test_a_promise_holds_for_what_comes_after_it(town: Town, browser: Client) -> None:
    category = make_category()
    before = timezone.now()
    old = deadlines_for(municipality=town.municipality, category=category, at=before)
    page = reverse("reports:category_deadlines", args=[category.key])
    assert browser.post(page, PROMISE).status_code == 302
    assert deadlines_for(municipality=town.municipality, category=category, at=before) == old
    new = deadlines_for(municipality=town.municipality, category=category, at=_later())
    assert new.fix_due_at is not None and new.fix_due_at < _later() + timedelta(days=13)
    other = a_town("prizren").municipality
    assert deadlines_for(municipality=other, category=category, at=before).fix_due_at == old.fix_due_at
    assert Entry.objects.filter(verb="deadlines.changed", municipality="peja").count() == 1
    with time_machine.travel(_later()):
        shown = browser.get("/en/desk/deadlines/category/potholes/").content.decode()
    assert "4 working hours" in shown and "answer within" in shown


def test_a_category_follows_all_others_again(town: Town, browser: Client) -> None:
    category = make_category()
    page = reverse("reports:category_deadlines", args=[category.key])
    browser.post(reverse("reports:common_deadlines"), PROMISE | {"fix_amount": "5"})
    browser.post(page, PROMISE)
    seen = DeadlineRule.objects.get(category=category).pk
    assert browser.post(page, {"seen": str(seen), "follows": "on"}).status_code == 302
    due = deadlines_for(municipality=town.municipality, category=category, at=_later())
    assert due.fix_due_at is not None and due.fix_due_at < _later() + timedelta(days=9)


def test_the_slower_of_two_coordinators_is_told(browser: Client) -> None:
    page = reverse("reports:common_deadlines")
    assert browser.post(page, PROMISE).status_code == 302
    assert browser.post(page, PROMISE).status_code == 422
    assert DeadlineRule.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"response_amount": "0"},
        {"response_amount": ""},
        {"response_amount": "401"},
        {"fix_amount": "3651"},
        {"fix_unit": "weeks"},
        {"seen": "x"},
    ],
)
def test_a_promise_that_makes_no_sense_comes_back(browser: Client, wrong: dict[str, str]) -> None:
    assert browser.post(reverse("reports:common_deadlines"), PROMISE | wrong).status_code == 422
    assert not DeadlineRule.objects.exists()


def test_days_off_are_declared_changed_and_taken_back(town: Town, browser: Client) -> None:
    page = reverse("reports:holidays")
    assert browser.post(page, {"day": "2040-03-01", "works": "no", "name_sq": "Dita"}).status_code == 302
    day = Holiday.objects.get()
    assert browser.post(page, {"day": "2040-03-01", "works": "yes"}).status_code == 422
    assert browser.post(page, {"day": "2020-03-01", "works": "no"}).status_code == 422
    one = reverse("reports:holiday", args=[day.pk])
    assert browser.get(one).status_code == 200
    assert browser.post(one, {"day": "2040-03-02", "works": "no"}).status_code == 302
    kept = Holiday.objects.get(known_until=None)
    assert kept.day == date(2040, 3, 2)
    assert browser.post(reverse("reports:holiday", args=[kept.pk]), {"remove": "yes"}).status_code == 302
    assert Holiday.objects.filter(known_until=None).count() == 0 and Holiday.objects.count() == 2
    assert "1 mars 2040" in browser.get("/sq/desk/days-off/").content.decode()


def test_a_calendar_file_and_the_public_holidays_come_in(town: Town, browser: Client) -> None:
    page = reverse("reports:import_holidays")
    assert browser.post(page, {"file": SimpleUploadedFile("x.ics", CALENDAR)}).status_code == 302
    assert [str(day.day) for day in Holiday.objects.all()] == ["2040-01-02", "2040-01-03"]
    assert Holiday.objects.first().names["sq"] == "Festa e komunës, dy ditë"
    assert browser.post(page, {"file": SimpleUploadedFile("x.ics", b"hello")}).status_code == 422
    year = timezone.now().year + 1
    assert browser.post(page, {"year": str(year)}).status_code == 302
    assert Holiday.objects.filter(day__year=year).count() > 10
    assert browser.post(page, {"year": "9999"}).status_code == 302
    assert not Holiday.objects.filter(day__year__gt=2041).exists()


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_file_is_days_or_refused(content: bytes) -> None:
    for wrapped in (content, b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:" + content + b"\nEND:VEVENT"):
        try:
            found = days_in_file(wrapped)
        except CalendarFileRefused:
            continue
        assert all(isinstance(day, date) and len(name) <= 80 for day, name in found)


def _week(**values: str) -> dict[str, str]:
    days = {f"open_{n}": "on" for n in range(5)}
    times = {f"{side}_{n}": clock for n in range(7) for side, clock in (("from", "09:00"), ("to", "17:00"))}
    return days | times | values


def test_working_hours_are_set(town: Town, browser: Client) -> None:
    page = reverse("reports:working_hours")
    assert browser.get(page).status_code == 200
    assert browser.post(page, _week(to_0="16:30")).status_code == 302
    assert WorkingWeek.objects.get().hours[0] == [540, 990]
    assert "Tuesday – Friday 09:00–17:00" in browser.get("/en/desk/working-hours/").content.decode()
    assert browser.post(page, _week(to_1="08:00")).status_code == 422
    closed = {key: value for key, value in _week().items() if not key.startswith("open")}
    assert browser.post(page, closed).status_code == 422
    assert WorkingWeek.objects.count() == 1


def test_reminders_and_limits_are_set(town: Town, browser: Client) -> None:
    page = reverse("reports:escalation")
    assert browser.post(page, {"usual": "yes"}).status_code == 302
    assert EscalationStep.objects.count() == 4
    step = {"deadline": "fix", "target": "mayor", "days": "5", "side": "after", "email": ""}
    assert browser.post(page, step).status_code == 422
    assert browser.post(page, step | {"email": "kabineti@example.org"}).status_code == 302
    assert browser.post(page, step | {"email": "kabineti@example.org"}).status_code == 422
    last = EscalationStep.objects.latest("pk")
    assert browser.post(reverse("reports:end_step", args=[last.pk])).status_code == 302
    assert "kabineti@example.org" not in browser.get(page).content.decode()
    limits = {"days_citizen": "7", "days_other_body": "30", "days_weather": "400"}
    assert browser.post(reverse("reports:pause_limits"), limits).status_code == 422
    assert browser.post(reverse("reports:pause_limits"), limits | {"days_weather": "10"}).status_code == 302
    assert dict(PauseLimit.objects.values_list("reason", "days")) == {"citizen": 7, "weather": 10}


def test_nothing_of_another_municipality_can_be_touched(town: Town) -> None:
    stranger = browser_of(a_town("prizren").coordinator)
    day = Holiday.objects.create(municipality=town.municipality, day="2040-01-01")
    assert stranger.post(reverse("reports:holiday", args=[day.pk]), {"remove": "yes"}).status_code == 403
    for name in ("common_deadlines", "holidays", "working_hours", "escalation", "pause_limits"):
        assert stranger.post(reverse(f"reports:{name}") + "?municipality=peja", PROMISE).status_code == 403
    assert not DeadlineRule.objects.exists()
