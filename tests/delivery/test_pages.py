"""The coordinator's pages: recipients with history and preview, deliveries with retry and cancel."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from besa.core.channels import Channel, ChannelField, Handover
from besa.core.held import hold
from besa.core.registries import channels
from besa.delivery.models import Attempt, Delivery, Recipient, State
from besa.delivery.services.testing import send_test
from besa.ledger.models import Entry
from tests.factories.delivery import a_recipient, mail_server
from tests.factories.desk import Town, a_report, a_town
from tests.factories.people import a_department, browser_of
from tests.factories.public import make_category, make_municipality, make_place

pytestmark = pytest.mark.django_db
LIST = "/en/desk/recipients/"
SENT = "/en/desk/deliveries/"
channels.register(
    "test-keys",
    Channel(
        "Keys",
        "Number",
        lambda address, options: None,
        lambda parcel: Handover(),
        fields=(
            ChannelField("jurisdiction", "Jurisdiction", required=True),
            ChannelField("key", "Key", required=True, secret=True),
        ),
    ),
    rank=998,
)


@pytest.fixture
def town() -> Town:
    return a_town()


@pytest.fixture
def browser(town: Town) -> Client:
    return browser_of(town.coordinator)


def filled(**values: Any) -> dict[str, Any]:
    empty = {"category": "", "department": "", "place": "", "radius": ""}
    return {"name": "Roads", "address": "roads@example.org", "language": "sq", **empty, **values}


def page(browser: Client, path: str, **query: Any) -> str:
    response = browser.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_coordinator_adds_a_recipient_and_sees_it_in_the_list(browser: Client, town: Town) -> None:
    category, place = make_category(), make_place(town.municipality)
    assert "No recipients yet" in page(browser, LIST)
    values = filled(category=category.pk, place=place.pk, radius=2000)
    response = browser.post(f"{LIST}new/?channel=mail", values)
    made = Recipient.objects.get()
    assert response.url == f"{LIST}{made.pk}/"
    assert (made.municipality, made.category, made.place, made.radius_m) == (
        town.municipality,
        category,
        place,
        2000,
    )
    assert len(made.secret) == 64
    assert "roads@example.org" in page(browser, LIST)
    assert Entry.objects.filter(verb="delivery.recipient_added").count() == 1


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"address": "roads"}, "Write one mail address"),
        ({"address": ""}, "This field is required"),
        ({"name": ""}, "This field is required"),
        ({"radius": 2000}, "Choose the place as well"),
        ({"category": "x"}, "valid choice"),
        ({"radius": "x"}, "valid choice"),
    ],
)
def test_bad_values_come_back_with_a_reason(browser: Client, values: dict[str, Any], error: str) -> None:
    response = browser.post(f"{LIST}new/?channel=mail", filled(**values))
    assert response.status_code == 422
    assert error in response.content.decode() and not Recipient.objects.exists()


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("http://127.0.0.1/", "not on the public internet"),
        ("https://x.example:25/", "usual ports"),
        ("ftp://x.example/", "begins with https"),
        ("https://a:b@x.example/", "without a user name"),
    ],
)
def test_a_webhook_must_be_on_the_public_internet(browser: Client, address: str, error: str) -> None:
    response = browser.post(f"{LIST}new/?channel=webhook", filled(address=address))
    assert response.status_code == 422 and error in response.content.decode()


def test_another_municipalitys_places_and_departments_are_no_choice(browser: Client) -> None:
    kukes = make_municipality("kukes")
    place, department = make_place(kukes), a_department(kukes)
    response = browser.post(f"{LIST}new/?channel=mail", filled(place=place.pk))
    assert response.status_code == 422
    response = browser.post(f"{LIST}new/?channel=mail", filled(department=department.pk))
    assert response.status_code == 422 and not Recipient.objects.exists()


def test_a_change_is_in_the_history_and_cannot_undo_another_unseen(browser: Client, town: Town) -> None:
    item = a_recipient(town.municipality, bounced_at=timezone.now(), bounce_status="5.1.1")
    path = f"{LIST}{item.pk}/"
    text = page(browser, path)
    assert "come back (5.1.1)" in text
    seen = text.partition('name="seen" value="')[2].partition('"')[0]
    assert browser.post(path, filled(address="new@example.org", seen=seen)).status_code == 302
    item.refresh_from_db()
    assert (item.address, item.bounced_at) == ("new@example.org", None)
    assert "roads@example.org → new@example.org" in page(browser, path)
    again = browser.post(path, filled(name="Mine", seen=seen))
    assert again.status_code == 422 and "Somebody else changed it" in again.content.decode()


def test_secret_settings_are_never_shown_and_stay_when_left_empty(browser: Client, town: Town) -> None:
    values = filled(option_jurisdiction="peja", option_key="hush-hush")
    response = browser.post(f"{LIST}new/?channel=test-keys", values)
    item = Recipient.objects.get()
    assert item.options == {"jurisdiction": "peja", "key": "hush-hush"}
    text = page(browser, response.url)
    assert "hush-hush" not in text and 'value="peja"' in text
    seen = text.partition('name="seen" value="')[2].partition('"')[0]
    browser.post(response.url, filled(option_jurisdiction="kukes", option_key="", seen=seen))
    item.refresh_from_db()
    assert item.options == {"jurisdiction": "kukes", "key": "hush-hush"}
    text = page(browser, response.url)
    assert "hush-hush" not in text
    assert "hush-hush" not in Entry.objects.order_by("-pk")[0].leaf


def test_the_preview_says_who_gets_what(browser: Client, town: Town) -> None:
    potholes, water = make_category("potholes"), make_category("water", names={"en": "Water"})
    place = make_place(town.municipality)
    a_recipient(town.municipality, "Diggers", category=potholes)
    a_recipient(town.municipality, "Villagers", place=place)
    chosen = {"municipality": "peja", "category": potholes.pk}

    def preview(**query: Any) -> str:
        response = browser.get(LIST, chosen | query, headers={"hx-request": "true"})
        assert "<html" not in response.content.decode() and "HX-Request" in response["Vary"]
        return response.content.decode()

    assert "Diggers" in preview() and "Villagers" not in preview()
    assert "Villagers" in preview(place=place.pk)
    assert "No recipient gets such a report" in preview(category=water.pk)
    whole = page(browser, LIST, **chosen)
    assert "may reach no recipient: Water" in whole
    assert page(browser, LIST, category="'", place="-1")


def test_removing_cancels_what_waits_and_keeps_the_past(browser: Client, town: Town) -> None:
    item = a_recipient(town.municipality)
    waiting = a_delivery(town, item)
    sent = a_delivery(town, item, state=State.SENT)
    assert browser.post(f"{LIST}{item.pk}/remove/").status_code == 302
    assert browser.get(f"{LIST}{item.pk}/").status_code == 404
    states = dict(Delivery.objects.values_list("pk", "state"))
    assert states == {waiting.pk: State.CANCELLED, sent.pk: State.SENT}
    assert "The recipient was removed" in page(browser, SENT)


def test_a_test_message_goes_out_and_its_fate_is_shown(settings: Any, browser: Client, town: Town) -> None:
    item = a_recipient(town.municipality)
    path = f"{LIST}{item.pk}/"
    with mail_server(settings) as server:
        assert browser.post(f"{path}test/").status_code == 302
        assert "on its way" in page(browser, path)
        send_test(item.pk)
        assert "The test message was sent" in page(browser, path)
        assert server.mails[0]["Subject"] == "Test message from Besa"
        server.refuse = {item.address: "550 5.1.1 who is that"}
        browser.post(f"{path}test/")
        send_test(item.pk)
        text = page(browser, path)
        assert "does not know this address" in text and "who is that" in text
        assert "a moment ago" in browser.post(f"{path}test/", follow=True).content.decode()


def test_only_signing_channels_show_a_secret(browser: Client, town: Town) -> None:
    mail = a_recipient(town.municipality)
    hook = a_recipient(town.municipality, channel="webhook", address="https://x.example/", secret="aa11")
    assert "5ecre7" not in page(browser, f"{LIST}{mail.pk}/")
    assert "aa11" in page(browser, f"{LIST}{hook.pk}/")
    assert browser.post(f"{LIST}{mail.pk}/secret/").status_code == 404
    assert browser.post(f"{LIST}{hook.pk}/secret/").status_code == 302
    hook.refresh_from_db()
    assert len(hook.secret) == 64


def a_delivery(town: Town, item: Recipient, **values: Any) -> Delivery:
    report = a_report(municipality=town.municipality)
    defaults = {"occasion": "new", "queued_at": timezone.now()}
    return Delivery.objects.create(report=report, recipient=item, **(defaults | values))


def test_deliveries_are_filtered_and_never_called_sent_when_they_are_not(browser: Client, town: Town) -> None:
    item, other = a_recipient(town.municipality), a_recipient(town.municipality, "Mayor")
    failed = a_delivery(town, item, state=State.FAILED, reason="bounced")
    sent = a_delivery(town, other, state=State.SENT, sent_at=timezone.now())
    text = page(browser, SENT)
    assert "not delivered" in text and "The mail came back" in text
    assert "1 report did not reach a recipient" in text
    for query, shown, hidden in (
        ({"group": "problems"}, failed, sent),
        ({"group": "sent"}, sent, failed),
        ({"recipient": other.pk}, sent, failed),
        ({"report": failed.report_id}, failed, sent),
    ):
        text = page(browser, SENT, **query)
        assert f"{SENT}{shown.pk}/" in text and f"{SENT}{hidden.pk}/" not in text
    for query in ({"group": "x"}, {"recipient": "x"}, {"report": "9" * 40}, {"page": "x"}):
        page(browser, SENT, **query)
    part = browser.get(SENT, headers={"hx-request": "true"})
    assert "<html" not in part.content.decode()


def test_a_delivery_is_tried_again_or_cancelled_once(browser: Client, town: Town) -> None:
    item = a_delivery(town, a_recipient(town.municipality), state=State.FAILED, attempts=12)
    Attempt.objects.create(
        delivery=item, round=1, number=12, began_at=timezone.now(), outcome="failed", reason="timeout"
    )
    path = f"{SENT}{item.pk}/"
    text = page(browser, path)
    assert "took too long" in text and "Try again now" in text
    assert browser.post(f"{path}retry/").status_code == 302
    item.refresh_from_db()
    assert (item.state, item.attempts) == (State.QUEUED, 0)
    assert "on its way already" in browser.post(f"{path}retry/", follow=True).content.decode()
    assert browser.post(f"{path}cancel/").status_code == 302
    item.refresh_from_db()
    assert item.state == State.CANCELLED
    assert "went out already" in browser.post(f"{path}cancel/", follow=True).content.decode()
    assert Entry.objects.filter(verb__startswith="delivery.").count() == 2


def test_fifty_deliveries_take_as_many_queries_as_two(browser: Client, town: Town) -> None:
    item = a_recipient(town.municipality)

    def queries() -> int:
        with hold(), CaptureQueriesContext(connection) as counted:
            page(browser, SENT)
        return len(counted)

    a_delivery(town, item)
    queries()
    few = queries()
    for _ in range(20):
        a_delivery(town, item)
    assert queries() == few <= 16


def test_an_officer_does_not_see_the_coordinators_pages(town: Town) -> None:
    browser = browser_of(town.officer)
    item = a_recipient(town.municipality)
    for path in (LIST, f"{LIST}{item.pk}/", SENT):
        assert browser.get(path).status_code == 403
