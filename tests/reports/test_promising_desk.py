"""A coordinator sets deadlines, days off, hours and reminders; what was promised stays; nobody else's changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from besa.ledger.models import Entry
from besa.places.models import Holiday, Municipality, WorkingWeek
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
CALENDAR = """BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20400302\r
DTEND;VALUE=DATE:20400304\r
SUMMARY:Festa e\r
  komunës\\, dy ditë\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20400217\r
RRULE:FREQ=YEARLY\r
SUMMARY:Pavarësia\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20200110\r
RRULE:FREQ=HOURLY\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART:20400110T090000Z\r
SUMMARY:Mbledhje\r
END:VEVENT\r
END:VCALENDAR\r
""".encode()


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


NAMES = {"name_sq": "Dita e qytetit", "name_sr": "Дан града"}


def test_days_off_are_declared_changed_and_taken_back(town: Town, browser: Client) -> None:
    page = reverse("reports:holidays")
    assert browser.post(page, {"day": "2040-03-01", "works": "no", **NAMES}).status_code == 302
    day = Holiday.objects.get()
    assert browser.post(page, {"day": "2040-03-01", "works": "yes"}).status_code == 422
    assert browser.post(page, {"day": "2020-03-01", "works": "no", **NAMES}).status_code == 422
    one = reverse("reports:holiday", args=[day.pk])
    assert browser.get(one).status_code == 200
    assert browser.post(one, {"day": "2040-03-02", "works": "no", **NAMES}).status_code == 302
    kept = Holiday.objects.get(known_until=None)
    assert kept.day == date(2040, 3, 2)
    assert browser.post(reverse("reports:holiday", args=[kept.pk]), {"remove": "yes"}).status_code == 302
    assert Holiday.objects.filter(known_until=None).count() == 0 and Holiday.objects.count() == 2
    page = browser.get("/sq/desk/days-off/").content.decode()
    assert "1 mars 2040" in page
    history = page.partition("Çfarë u ndryshua dhe kur")[2]
    assert history.count("2 mars 2040") == 2 and "oordinator" in history


def test_what_is_over_stands_below_what_lies_ahead() -> None:
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        browser = browser_of(a_town().coordinator)
        page = browser.get("/sq/desk/days-off/").content.decode()
        ahead, _, over = page.partition("Ditët që kaluan")
        assert "25 dhjetor 2026" in ahead and "1 janar 2026" not in ahead and "1 janar 2026" in over
        assert "10 prill 2026" not in page, "a bridge that nobody can declare any more"
        assert "Ditë pune të vetme" in browser.get("/sq/desk/days-off/?year=2027").content.decode()


def test_reminders_tell_who_changed_them(town: Town, browser: Client) -> None:
    page = reverse("reports:escalation")
    browser.post(page, {"usual": "yes"})
    browser.post(
        reverse("reports:pause_limits"), {"days_citizen": "9", "days_other_body": "30", "days_weather": "30"}
    )
    history = browser.get("/sq/desk/reminders/").content.decode().partition("Çfarë u ndryshua dhe kur")[2]
    assert "3 ditë pune para" in history and "9 ditë" in history


def test_a_day_off_has_a_name_in_every_official_language(town: Town, browser: Client) -> None:
    page = reverse("reports:holidays")
    shown = browser.get("/sq/desk/days-off/").content.decode()
    assert shown.count("Nevojitet kur zyrat janë të mbyllura.") == len(NAMES)
    for missing in NAMES:
        day = {"day": "2040-03-01", "works": "no", **NAMES} | {missing: " "}
        assert browser.post(page, day).status_code == 422
    assert browser.post(page, {"day": "2040-03-01", "works": "no", **NAMES}).status_code == 302
    assert browser.post(page, {"day": "2040-03-03", "works": "yes"}).status_code == 302
    assert Holiday.objects.get(works=False).names == {"sq": "Dita e qytetit", "sr": "Дан града"}
    Municipality.objects.update(languages=["sq"])
    assert "name_sr" not in browser.get(page).content.decode()


def test_a_calendar_file_comes_in_with_a_word_on_what_did_not(town: Town, browser: Client) -> None:
    with translation.override("en"):
        page = reverse("reports:import_holidays")
    year = timezone.localdate().year + 1
    file = CALENDAR.replace(b"2040", str(year).encode())
    answer = browser.post(page, {"file": SimpleUploadedFile("x.ics", file), "language": "sq"})
    assert answer.status_code == 200
    days = Holiday.objects.filter(feast="")
    assert [str(one.day) for one in days] == [f"{year}-{day}" for day in ("03-02", "03-03")]
    assert days[0].names == {"sq": "Festa e komunës, dy ditë"}
    # A repeated one is taken as far as the page goes, and a public holiday by its key, not by the file's name.
    assert [one.day.year for one in Holiday.objects.exclude(feast="")] == [year + n for n in range(5)]
    assert {one.feast for one in Holiday.objects.exclude(feast="")} == {"independence_kosovo"}
    told = answer.content.decode()
    assert "1 entry with a time of day" in told and "the repetitions of 1 entry" in told
    again = browser.post(page, {"file": SimpleUploadedFile("x.ics", file)})
    assert Holiday.objects.count() == 7 and "7 days were declared already" in again.content.decode()
    assert browser.post(page, {"file": SimpleUploadedFile("x.ics", b"hello")}).status_code == 422
    timed = SimpleUploadedFile(
        "x.ics", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270110T090000Z\nEND:VEVENT"
    )
    refused = browser.post(page, {"file": timed})
    assert refused.status_code == 422 and "with a time of day" in refused.content.decode()


def test_public_holidays_are_taken_over_by_key_and_read_in_every_language(
    town: Town, browser: Client
) -> None:
    page = reverse("reports:take_over_holidays")
    year = timezone.localdate().year + 1
    taken_over = browser.post(page, {"year": str(year)}, follow=True)
    assert f'year={year}" aria-current="page"' in taken_over.content.decode(), "the year that was taken over"
    taken = list(Holiday.objects.filter(day__year=year))
    assert len(taken) > 10 and all(one.feast and not one.names for one in taken)
    assert not any("estimated" in one.feast for one in taken)
    for language, name in (
        ("sq", "Dita e Evropës"),
        ("sr", "Дан Европе"),
        ("sr-latn", "Dan Evrope"),
        ("en", "Europe Day"),
    ):
        assert name in browser.get(f"/{language}/desk/days-off/?year={year}").content.decode()
    assert browser.post(page, {"year": "9999"}).status_code == 302
    one = Holiday.objects.get(day=date(year, 5, 9))
    moved = {"day": f"{year}-06-15", "works": "no"}
    assert browser.post(reverse("reports:holiday", args=[one.pk]), moved).status_code == 302
    assert Holiday.objects.filter(day=date(year, 6, 15), feast=one.feast, known_until=None).exists()


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
