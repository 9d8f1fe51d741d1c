"""The route of an officer on the way: what is on it, for whom, and what can be done at a stop, once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from besa.core.models import IdempotencyKey
from besa.ledger.models import Entry
from besa.people.models import Role
from besa.reports.models import Pause, Photo, Report, Update
from besa.reports.models.report import State, Visibility
from besa.reports.services.answers import decline_report, start_report
from besa.reports.services.assigning import assign_report
from tests.factories.desk import Town, a_report, a_town
from tests.factories.people import a_department, a_member, browser_of
from tests.factories.photos_small import jpeg

FIELD = "/en/desk/field/"
PART = {"HX-Request": "true"}
KEY = "a-key-of-the-phone-0001"


@pytest.fixture
def town(db: None) -> Town:
    return a_town()


def mine(town: Town, **values: Any) -> Report:
    return a_report(assignee=town.officer, **values)


def stops(browser: Client, query: str = "") -> list[int]:
    answer = browser.get(f"{FIELD}?{query}")
    assert answer.status_code == 200
    return [one["stop"].report.pk for one in answer.context["stops"]]


def send(browser: Client, report: Report, action: str, **more: Any) -> Any:
    body = {"action": action, "key": KEY, "seen_at": timezone.now().isoformat(), **more}
    return browser.post(f"{FIELD}{report.pk}/", body)


def sync(browser: Client, report: Report, action: str, **more: Any) -> Any:
    body = {"action": action, "key": KEY, "seen_at": timezone.now().isoformat(), **more}
    return browser.post(f"{FIELD}{report.pk}/", body, headers=PART)


# What is on the route


def test_the_way_goes_from_where_the_officer_is(town: Town) -> None:
    far, near, middle = (mine(town, lat=42.66, lon=lon) for lon in (20.32, 20.30, 20.31))
    browser = browser_of(town.officer)
    assert stops(browser, "lat=42.66&lon=20.299") == [near.pk, middle.pk, far.pk]
    assert stops(browser, "lat=42.66&lon=20.33") == [far.pk, middle.pk, near.pk]
    page = browser.get(f"{FIELD}?lat=42.66&lon=20.299").content.decode()
    assert "3 stops, 1.7 km as the crow flies." in page
    assert "820 m" in page and "80 m" in page
    assert f'href="geo:{near.lat},{near.lon}?q={near.lat},{near.lon}"' in page


def test_without_a_position_it_begins_at_the_most_urgent_report(town: Town) -> None:
    now = timezone.now()
    later = mine(town, lat=42.66, lon=20.30, fix_due_at=now + timedelta(days=3))
    late = mine(town, lat=42.66, lon=20.32, fix_due_at=now - timedelta(days=1))
    browser = browser_of(town.officer)
    assert stops(browser) == [late.pk, later.pk]
    answer = browser.get(FIELD)
    assert [one["far"] for one in answer.context["stops"]] == ["", "1.6 km"]
    assert [one["stop"].late for one in answer.context["stops"]] == [True, False]


def test_a_settlement_is_a_beginning_too(town: Town) -> None:
    place = town.municipality.places.create(
        kind="village",
        slug="vitomirica",
        names={"sq": "Vitomiricë"},
        lat=42.69,
        lon=20.32,
        folded="vitomirice",
    )
    south, north = mine(town, lat=42.65, lon=20.32), mine(town, lat=42.68, lon=20.32)
    browser = browser_of(town.officer)
    assert stops(browser, "place=vitomirica") == [north.pk, south.pk]
    page = browser.get(f"{FIELD}?place=vitomirica").content.decode()
    assert f'<option value="{place.slug}" selected>' in page


@pytest.mark.parametrize(
    "query",
    ["lat=x&lon=1", "lat=nan&lon=20", "lat=1e400&lon=2", "lat=99&lon=2", "place=nowhere", "whose=all"],
)
def test_what_makes_no_sense_in_an_address_is_left_out(town: Town, query: str) -> None:
    report = mine(town)
    assert stops(browser_of(town.officer), query) == [report.pk]


def test_it_holds_what_can_be_worked_on_now(town: Town) -> None:
    report = mine(town)
    decline_report(report=mine(town), role="officer", reason="not_found")
    mine(town, paused_until=timezone.now() + timedelta(days=3))
    mine(town, state=State.FORWARDED, fix_due_at=None)
    mine(town, visibility=Visibility.ERASED)
    mine(town, visibility=Visibility.UNCONFIRMED)
    over = mine(town, paused_until=timezone.now() - timedelta(days=1))
    assert sorted(stops(browser_of(town.officer))) == [report.pk, over.pk]


def test_mine_or_my_departments(town: Town) -> None:
    own = a_report(department=town.department, assignee=town.department_officer)
    departments = a_report(department=town.department)
    a_report(department=a_department(town.municipality, "water"))
    a_report()
    browser = browser_of(town.department_officer)
    assert stops(browser) == [own.pk]
    assert sorted(stops(browser, "whose=department")) == [own.pk, departments.pk]


def test_who_has_nothing_of_their_own_is_shown_the_others(town: Town) -> None:
    report = a_report(department=town.department)
    assert stops(browser_of(town.department_officer)) == [report.pk]
    assert stops(browser_of(town.department_officer), "whose=mine") == []
    assert stops(browser_of(town.officer)) == [report.pk]


def test_a_long_list_is_cut_to_the_nearest(town: Town) -> None:
    made = [mine(town, lat=42.60 + number / 1000, lon=20.3) for number in range(25)]
    assert stops(browser_of(town.officer), "lat=42.59&lon=20.3") == [report.pk for report in made[:20]]
    assert (
        "5 more are farther away."
        in browser_of(town.officer).get(f"{FIELD}?lat=42.59&lon=20.3").content.decode()
    )


def test_an_officer_of_another_municipality_never_gets_it(town: Town) -> None:
    report = a_report(assignee=town.officer, text="Only for Peja")
    other = a_town("kukes")
    a_report(municipality=other.municipality, assignee=other.officer)
    browser = browser_of(other.officer)
    for query in ("", "whose=open", f"whose=open&lat={report.lat}&lon={report.lon}"):
        assert report.pk not in stops(browser, query)
        assert "Only for Peja" not in browser.get(f"{FIELD}?{query}").content.decode()
    assert browser.get(f"{FIELD}?municipality=peja").status_code == 403
    for act in ("fix", "start", "cannot"):
        assert sync(browser, report, act, text="x", reason="note").status_code == 403
    report.refresh_from_db()
    assert report.state == State.RECEIVED and not Update.objects.exists()


def test_a_report_assigned_across_a_boundary_is_not_shown(town: Town) -> None:
    """An assignment outlives a hand-over; what an officer sees is decided by the municipality."""
    other = a_town("kukes")
    report = a_report(municipality=other.municipality, assignee=town.officer)
    assert report.pk not in stops(browser_of(town.officer), "whose=mine")


def test_what_a_reporter_told_about_themselves_is_not_on_it(town: Town) -> None:
    mine(town, reporter={"name": "Teuta Krasniqi", "email": "teuta@example.com", "phone": "+383 44 111 222"})
    for user in (town.officer, town.coordinator):
        page = browser_of(user).get(f"{FIELD}?whose=open").content.decode()
        assert "teuta@example.com" not in page and "111 222" not in page and "Krasniqi" not in page


def test_the_offline_page_is_the_same_for_everybody(town: Town, client: Client) -> None:
    mine(town, text="A secret hole")
    page = client.get(f"{FIELD}offline/")
    assert page.status_code == 200
    assert "A secret hole" not in browser_of(town.officer).get(f"{FIELD}offline/").content.decode()


def test_the_page_takes_few_queries(town: Town, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        mine(town, lat=42.66 + number / 1000)
    browser = browser_of(town.officer)
    browser.get(FIELD)
    with django_assert_max_num_queries(13):
        browser.get(FIELD)


# What is done at a stop


def test_fixed_with_a_photo_from_the_camera(town: Town) -> None:
    report = mine(town)
    browser = browser_of(town.officer)
    answer = send(browser, report, "fix", text="New lid", photos=jpeg("lid.jpg"), query="whose=mine&x=\r\n")
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{FIELD}?whose=mine")
    report.refresh_from_db()
    assert report.state == State.FIXED
    photo = Photo.objects.get(report=report)
    assert (photo.by_official, photo.state) == (True, Photo.State.WAITING)
    assert Update.objects.get(report=report).text == "New lid"


def test_a_photo_that_is_none_comes_back_with_the_words(town: Town) -> None:
    report = mine(town)
    answer = sync(browser_of(town.officer), report, "fix", text="New lid", photos=_no_photo())
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "New lid" in page and 'class="errors"' in page
    report.refresh_from_db()
    assert report.state == State.RECEIVED


def _no_photo() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("lid.jpg", b"no picture", "image/jpeg")


def test_start_and_then_fixed_both_written_before_either_was_sent(town: Town) -> None:
    report = mine(town)
    browser, seen_at = browser_of(town.officer), timezone.now().isoformat()
    assert sync(browser, report, "start", seen_at=seen_at).status_code == 200
    assert sync(browser, report, "fix", seen_at=seen_at, key=KEY + "-second").status_code == 200
    report.refresh_from_db()
    assert report.state == State.FIXED


def test_it_cannot_be_fixed_now_and_the_clock_stands_still(town: Town) -> None:
    report = mine(town)
    browser = browser_of(town.officer)
    answer = sync(browser, report, "cannot", reason="weather", days="5", text="Snow on the road")
    assert answer.status_code == 200
    pause = Pause.objects.get(report=report)
    assert (pause.reason, pause.by) == ("weather", town.officer)
    assert stops(browser, "whose=mine") == []


def test_it_cannot_be_fixed_now_and_colleagues_get_a_note(town: Town) -> None:
    report = mine(town)
    assert (
        sync(browser_of(town.officer), report, "cannot", reason="note", text="Locked gate").status_code == 200
    )
    note = Update.objects.get(report=report)
    assert (note.audience, note.text) == (Update.Audience.INTERNAL, "Locked gate")
    assert not Pause.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose a reason."),
        ({"reason": "note"}, "Write what you want to say."),
        ({"reason": "citizen", "days": "3"}, "Write what you want to know."),
        ({"reason": "other_body", "days": "3"}, "Write for whom you wait."),
        ({"reason": "weather", "days": "300"}, "at most 30 days are allowed here"),
        ({"reason": "weather", "days": "-1"}, "greater than or equal to 1"),
        ({"reason": "weather", "days": "x"}, "Enter a whole number"),
        ({"reason": "tired"}, "valid choice"),
    ],
)
def test_what_is_missing_is_said_and_the_form_comes_back(
    town: Town, given: dict[str, str], said: str
) -> None:
    report = mine(town)
    given = {"text": "" if given.get("reason") != "weather" else "Deep snow", **given}
    answer = send(browser_of(town.officer), report, "cannot", **given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert not given["text"] or given["text"] in page
    assert not Update.objects.exists() and not Pause.objects.exists()


def test_a_private_reports_clock_cannot_stand_still_but_a_note_fits(town: Town) -> None:
    report = mine(town, visibility=Visibility.PRIVATE)
    browser = browser_of(town.officer)
    assert sync(browser, report, "cannot", reason="weather", days="5").status_code == 422
    assert sync(browser, report, "cannot", reason="note", text="Snow").status_code == 200


# Exactly once


def test_the_same_again_is_done_once(town: Town) -> None:
    report = mine(town)
    browser = browser_of(town.officer)
    first = sync(browser, report, "cannot", reason="note", text="Locked", photos="")
    again = sync(browser, report, "cannot", reason="note", text="Locked", photos="")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert Update.objects.filter(report=report).count() == 1


def test_the_same_key_with_other_content_comes_back(town: Town) -> None:
    report = mine(town)
    browser = browser_of(town.officer)
    sync(browser, report, "cannot", reason="note", text="Locked")
    other = sync(browser, report, "cannot", reason="note", text="Open again")
    page = other.content.decode()
    assert other.status_code == 409
    assert "Open again" in page and "You have sent this form before" in page
    assert KEY not in page
    assert Update.objects.filter(report=report).count() == 1


def test_an_act_that_was_refused_gives_its_key_back(town: Town) -> None:
    report = mine(town)
    browser = browser_of(town.officer)
    assert sync(browser, report, "cannot", reason="note").status_code == 422
    assert sync(browser, report, "cannot", reason="note", text="Locked").status_code == 200
    decline_report(report=report, role="officer", by=town.officer, reason="not_found")
    assert sync(browser, report, "start", key=KEY + "-start").status_code == 409
    assert IdempotencyKey.objects.count() == 1


def test_what_was_written_too_long_ago_is_looked_at_again(town: Town) -> None:
    """Its key may be forgotten by now, and it may have been done."""
    report = mine(town)
    browser = browser_of(town.officer)
    long_ago = (timezone.now() - timedelta(days=13, hours=1)).isoformat()
    answer = sync(browser, report, "fix", text="New lid", seen_at=long_ago)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "You wrote this long ago" in page and "New lid" in page and long_ago not in page


@pytest.fixture
def busy(transactional_db: None) -> Iterator[Town]:
    yield a_town()


def test_fifty_at_once_make_one(live_server: Any, busy: Town) -> None:
    assert connection.vendor != "sqlite" or "mode=memory" not in str(connection.settings_dict["NAME"])
    report = mine(busy)
    seen_at = timezone.now().isoformat()
    browsers = [browser_of(busy.officer) for _ in range(50)]
    body = {"action": "cannot", "reason": "note", "text": "Locked", "key": KEY, "seen_at": seen_at}

    def post(browser: Client) -> tuple[int, bytes]:
        try:
            answer = browser.post(f"{FIELD}{report.pk}/", body, headers=PART)
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        answers = set(pool.map(post, browsers))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 200
    assert Update.objects.filter(report=report).count() == 1
    assert Entry.objects.filter(verb="reports.noted").count() == 1


# Others, meanwhile


def test_who_was_slower_sees_both_versions_and_loses_nothing(town: Town) -> None:
    report = mine(town)
    browser, seen_at = browser_of(town.officer), timezone.now().isoformat()
    start_report(report=report, role="coordinator", by=town.coordinator, text="The company comes on Monday")
    answer = sync(browser, report, "fix", text="I fixed it myself", seen_at=seen_at)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "I fixed it myself" in page and "The company comes on Monday" in page
    report.refresh_from_db()
    assert report.state == State.IN_PROGRESS
    # Sent again in full knowledge, it is done.
    fresh = _hidden(page)
    assert fresh["key"] != KEY
    assert sync(browser, report, "fix", text="I fixed it myself", **fresh).status_code == 200
    report.refresh_from_db()
    assert report.state == State.FIXED


def _hidden(page: str) -> dict[str, str]:
    import re

    found = dict(re.findall(r'type="hidden" name="(key|seen_at)" value="([^"]+)"', page))
    assert set(found) == {"key", "seen_at"}
    return found


def test_an_assignment_since_then_is_shown_too(town: Town) -> None:
    report = mine(town)
    seen_at = timezone.now().isoformat()
    assign_report(
        report=report, role="coordinator", by=town.coordinator, department=town.department, assignee=None
    )
    answer = sync(browser_of(town.officer), report, "start", seen_at=seen_at)
    assert answer.status_code == 409
    assert "assigned to somebody else" in answer.content.decode()


def test_a_phone_that_is_shared_sends_only_its_readers_acts(town: Town) -> None:
    report = a_report()
    browser = browser_of(town.coordinator)
    assert sync(browser, report, "start", owner=town.officer.pk).status_code == 403
    assert sync(browser, report, "start", owner=town.coordinator.pk).status_code == 200


def test_a_session_that_ran_out_says_so_and_does_nothing(town: Town, client: Client) -> None:
    report = mine(town)
    answer = sync(client, report, "fix", text="New lid")
    assert answer.status_code == 204 and "/account/login/" in answer["HX-Redirect"]
    report.refresh_from_db()
    assert report.state == State.RECEIVED


def test_an_erased_report_and_an_unknown_act_are_not_there(town: Town) -> None:
    browser = browser_of(town.officer)
    assert sync(browser, mine(town, visibility=Visibility.ERASED), "fix").status_code == 404
    assert sync(browser, mine(town), "explode").status_code == 404


def test_the_address_of_an_act_leads_to_the_report(town: Town) -> None:
    report = mine(town)
    answer = browser_of(town.officer).get(f"{FIELD}{report.pk}/")
    assert answer.status_code == 302 and answer["Location"] == f"/en/desk/reports/{report.pk}/"


def test_who_only_reads_the_desk_has_no_route(town: Town) -> None:
    moderator = a_member(Role.MODERATOR, town.municipality)
    assert browser_of(moderator).get(FIELD).status_code == 403
