"""Following an area, and the page with all that one follows: forms that forgive, nothing that can be tried out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from besa.alerts.kinds import ALL, Kind
from besa.alerts.models import Silence, Subscriber, Subscription, Topic
from besa.alerts.scopes import Scope
from besa.core.models import OutboxEvent, OutgoingMail
from besa.reports.models.report import Visibility
from tests.alerts.test_mails import run_listeners
from tests.factories.alerts import follow, follow_scope
from tests.factories.desk import a_report
from tests.factories.people import a_department, a_person, browser_of
from tests.factories.public import make_category, make_municipality, make_place

pytestmark = pytest.mark.django_db
PAGE = "/en/follow/"
MAIL = {"email": "drita@example.com"}


def _english() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.mark.parametrize(
    ("query", "posted", "scope"),
    [
        ("municipality=peja", {}, "m{m}"),
        ("municipality=peja&category=potholes", {"category": "potholes"}, "m{m}c{c}"),
        ("municipality=peja", {"within": "place:vitomirice"}, "p{p}"),
        ("municipality=peja", {"within": "department:services", "category": "potholes"}, "d{d}c{c}"),
        ("municipality=peja&place=vitomirice", {"within": ""}, "m{m}"),
        ("everywhere=1&category=potholes", {"category": "potholes"}, "allc{c}"),
        ("lat=42.66&lon=20.29&radius=1873", {"radius": "2000"}, "z42.66000,20.29000,2000"),
        ("lat=42.66&lon=20.29&radius=1873", {}, "z42.66000,20.29000,1873"),
    ],
)
def test_what_the_form_says_is_what_is_followed(query: str, posted: dict[str, str], scope: str) -> None:
    town, category = make_municipality(), make_category()
    place, department = make_place(town), a_department(town)
    assert _english().get(f"{PAGE}?{query}").status_code == 200
    answer = _english().post(
        f"{PAGE}?{query}", MAIL | posted | {"kinds": ["new", "late"], "frequency": "weekly"}
    )
    assert answer["Location"] == "/en/follow/asked/"
    subscription = Subscription.objects.get()
    expected = scope.format(m=town.pk, c=category.pk, p=place.pk, d=department.pk)
    assert (subscription.scope, subscription.frequency, subscription.language) == (expected, "weekly", "en")
    assert subscription.kinds == Kind.NEW | Kind.LATE
    assert Topic.objects.count() == 0  # nobody said yes yet
    run_listeners()
    confirm = reverse("alerts:confirm", args=[subscription.key])
    assert confirm.partition("/alerts/")[2] in OutgoingMail.objects.get().text
    Client().post(confirm)
    assert Topic.objects.count() >= 1


@pytest.mark.parametrize(
    "query",
    [
        "municipality=nowhere",
        "municipality=peja&place=nowhere",
        "place=vitomirice",
        "municipality=peja&department=nowhere",
        "municipality=peja&category=nothing",
        "everywhere=1&category=own",
        "lat=42&lon=20",
        "lat=nan&lon=20&radius=500",
        "lat=42&lon=20&radius=90000",
        "lat=42&lon=20&radius=inf",
        "lat=x&lon=20&radius=500",
        "municipality=sleeping",
        "municipality=peja&place=vitomirice&department=services",
    ],
)
def test_an_address_that_names_nothing_is_not_found(query: str) -> None:
    town = make_municipality()
    make_place(town)
    a_department(town)
    make_category("own", municipality=town)
    make_municipality("sleeping", active=False)
    assert Client().get(f"{PAGE}?{query}").status_code == 404
    assert Client().post(f"{PAGE}?{query}", MAIL).status_code == 404
    assert Subscription.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "drita"},
        {"within": "place:elsewhere"},
        {"within": "place:prizren-centre"},
        {"category": "nothing"},
        {"kinds": ["everything"]},
        {"frequency": "hourly"},
        {"endpoint": "https://evil.example/", "p256dh": "x", "auth": "y"},
    ],
)
def test_what_cannot_be_brings_the_form_back_filled_in(wrong: dict[str, Any]) -> None:
    make_place(make_municipality())
    make_place(make_municipality("prizren"), "Prizren centre")
    given = MAIL | {"kinds": ["late"], "frequency": "now"} | wrong
    page = _english().post(f"{PAGE}?municipality=peja", given)
    assert page.status_code == 200
    assert b'class="errors"' in page.content or b"aria-invalid" in page.content
    assert Subscription.objects.count() == 0


def test_the_follow_page_offers_the_feeds_of_the_same_reports() -> None:
    make_place(make_municipality())
    make_category()
    page = _english().get(f"{PAGE}?municipality=peja&place=vitomirice&category=potholes").content.decode()
    assert 'href="/en/feeds/peja/reports.atom?category=potholes&amp;place=vitomirice"' in page
    assert _english().get("/en/feeds/peja/reports.atom?category=potholes&place=vitomirice").status_code == 200


def test_whoever_is_signed_in_follows_at_once_with_their_own_address_only() -> None:
    make_municipality()
    person = a_person("arta@example.org")
    browser = browser_of(person)
    own = browser.post(f"{PAGE}?municipality=peja", {"email": "Arta@example.org"})
    assert "/alerts/of/" in own["Location"]
    browser.post(f"{PAGE}?municipality=peja", {"email": "victim@example.org"})
    confirmed = {one.subscriber.address: one.confirmed_at for one in Subscription.objects.all()}
    assert confirmed["arta@example.org"] is not None and confirmed["victim@example.org"] is None
    page = browser.get("/en/alerts/").content.decode()
    assert "arta@example.org" in page and "victim" not in page
    assert Client().get("/en/alerts/").status_code == 302


def test_who_names_another_way_names_an_address_there() -> None:
    make_municipality()
    browser = browser_of(a_person("arta@example.org"))
    for address in ("", "nonsense"):
        given = {"email": "arta@example.org", "channel": "webhook", "address": address}
        page = browser.post(f"{PAGE}?municipality=peja", given)
        assert page.status_code == 200 and b'id="follow_address_error"' in page.content
    assert Subscription.objects.count() == 0


def test_a_stranger_cannot_change_what_a_confirmed_address_follows() -> None:
    town = make_municipality()
    own = follow_scope(Scope(municipality=town), "drita@example.com", kinds=ALL, frequency="daily")
    Client().post(f"{PAGE}?municipality=peja", MAIL | {"kinds": ["late"], "frequency": "now"})
    own.refresh_from_db()
    assert (own.kinds, own.frequency) == (ALL, "daily")
    run_listeners()
    assert OutgoingMail.objects.count() == 0


def test_the_page_with_all_that_one_follows_changes_pauses_and_stops() -> None:
    one = follow(a_report())
    two = follow_scope(Scope(municipality=make_municipality()), kinds=ALL)
    page, edit = (
        reverse("alerts:following", args=[one.subscriber.key]),
        reverse("alerts:subscription", args=[two.key]),
    )
    assert Client().get(page).status_code == 200
    saved = {"save": "1", "kinds": ["fixed"], "frequency": "weekly", "language": "sr"}
    assert Client().post(edit, saved).status_code == 302
    two.refresh_from_db()
    assert (two.kinds, two.frequency, two.language) == (Kind.FIXED, "weekly", "sr")
    assert set(two.topics.values_list("kinds", flat=True)) == {Kind.FIXED}
    assert Client().post(edit, saved | {"kinds": []}).status_code == 200
    Client().post(edit, {"pause": "1"})
    assert (two.topics.count(), one.topics.count()) == (0, 1)
    Client().post(page, {"pause": "1"})
    assert Topic.objects.count() == 0
    Client().post(page, {"resume": "1"})
    assert (two.topics.count(), one.topics.count()) == (0, 1)
    Client().post(edit, {"stop": "1"})
    assert list(Subscription.objects.all()) == [one]
    assert b"<h1>" in Client().post(page, {"stop": "1"}).content
    assert Subscriber.objects.count() == 0
    assert Client().get(page).status_code == 404


@pytest.mark.parametrize(
    ("hours", "fine"),
    [
        ({"quiet_from": "22", "quiet_until": "7"}, True),
        ({"quiet_from": "", "quiet_until": ""}, True),
        ({"quiet_from": "22", "quiet_until": ""}, False),
        ({"quiet_from": "7", "quiet_until": "7"}, False),
        ({"quiet_from": "25", "quiet_until": "7"}, False),
    ],
)
def test_quiet_hours_are_two_different_hours_or_none(hours: dict[str, str], fine: bool) -> None:
    subscriber = follow(a_report()).subscriber
    answer = Client().post(reverse("alerts:following", args=[subscriber.key]), {"quiet": "1"} | hours)
    assert answer.status_code == (302 if fine else 200)
    subscriber.refresh_from_db()
    assert subscriber.quiet_from == (int(hours["quiet_from"] or -1) if fine and hours["quiet_from"] else None)


def test_one_press_in_the_mail_program_stops_all_of_a_digest() -> None:
    follow(a_report())
    subscriber = follow_scope(Scope(municipality=make_municipality())).subscriber
    stop = reverse("alerts:stop_all", args=[subscriber.key])
    assert Client().get(stop).status_code == 200 and Subscriber.objects.count() == 1
    strict = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert strict.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscriber.objects.count() == 0


def test_a_lost_link_goes_to_the_address_and_the_answer_tells_nobody_anything() -> None:
    own = follow(a_report(), "drita@example.com")
    known = _english().post("/en/alerts/lost/", {"email": "Drita@example.com"})
    unknown = _english().post("/en/alerts/lost/", {"email": "nobody@example.com"})
    token = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
    assert token.sub(b"", known.content) == token.sub(b"", unknown.content)
    run_listeners()
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, own.subscriber.key in mail.text) == ("drita@example.com", True)
    assert not any("@" in row.payload for row in OutboxEvent.objects.all())


def test_an_unconfirmed_address_gets_no_link() -> None:
    Client().post(reverse("alerts:follow", args=[a_report().pk]), MAIL)
    OutboxEvent.objects.all().delete()
    Client().post("/en/alerts/lost/", MAIL)
    run_listeners()
    assert OutgoingMail.objects.count() == 0


def test_nobody_is_asked_about_a_report_that_was_hidden_meanwhile() -> None:
    report = a_report()
    Client().post(reverse("alerts:follow", args=[report.pk]), MAIL)
    type(report).objects.update(visibility=Visibility.HIDDEN)
    run_listeners()
    assert OutgoingMail.objects.count() == 0
    assert Silence.objects.count() == 0


def test_keys_of_others_open_nothing() -> None:
    follow(a_report())
    for name in ("following", "subscription", "confirm"):
        assert Client().get(reverse(f"alerts:{name}", args=["0123456789"])).status_code == 404
        assert Client().post(reverse(f"alerts:{name}", args=["0123456789"])).status_code == 404


def test_private_pages_are_kept_by_no_cache_and_no_search_engine() -> None:
    own = follow(a_report())
    for name, key in (("following", own.subscriber.key), ("subscription", own.key), ("stop", own.key)):
        page = Client().get(reverse(f"alerts:{name}", args=[key]))
        assert "no-store" in page["Cache-Control"] and b"noindex" in page.content
