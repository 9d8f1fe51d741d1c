"""Following a report and stopping: pages with buttons, addresses that nobody can try out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from besa.alerts.kinds import Kind
from besa.alerts.models import Silence, Subscriber, Subscription
from besa.alerts.queries.followings import following_of
from besa.alerts.scopes import Scope
from besa.core.models import OutgoingMail
from besa.reports.models.report import State, Visibility
from besa.reports.private_links import secret_of
from tests.alerts.test_mails import run_listeners
from tests.factories.alerts import follow, follow_scope
from tests.factories.desk import a_report
from tests.factories.public import make_municipality

pytestmark = pytest.mark.django_db


def _page(report) -> str:
    return reverse("alerts:follow", args=[report.pk])


def test_a_follower_is_asked_and_counts_only_after_the_button() -> None:
    report = a_report()
    assert Client().post(_page(report), {"email": "New@example.com"}).status_code == 302
    subscription = Subscription.objects.get()
    assert (subscription.subscriber.address, subscription.confirmed_at) == ("new@example.com", None)
    run_listeners()
    confirm = reverse("alerts:confirm", args=[subscription.key])
    assert confirm in OutgoingMail.objects.get().text
    assert Client().get(confirm).status_code == 200
    subscription.refresh_from_db()
    assert subscription.confirmed_at is None
    assert Client().post(confirm).status_code == 302
    subscription.refresh_from_db()
    assert subscription.confirmed_at is not None


def test_the_answer_is_the_same_for_an_address_that_follows_already() -> None:
    report = a_report()
    follow(report, "old@example.com")
    known = Client().post(_page(report), {"email": "old@example.com"})
    unknown = Client().post(_page(report), {"email": "new@example.com"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    run_listeners()
    assert OutgoingMail.objects.get().recipient == "new@example.com"


def test_asking_again_the_same_day_sends_nothing_more() -> None:
    report = a_report()
    for _ in range(3):
        Client().post(_page(report), {"email": "new@example.com"})
    run_listeners()
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "x" * 300 + "@example.com", "a\x00@example.com"])
def test_a_wrong_address_brings_the_form_back(email: str) -> None:
    page = Client().post(_page(a_report()), {"email": email})
    assert page.status_code == 200
    assert b"aria-invalid" in page.content
    assert Subscription.objects.count() == 0


def test_a_program_that_fills_the_trap_gets_the_same_answer_and_nothing_happens() -> None:
    report = a_report()
    assert Client().post(_page(report), {"email": "a@example.com", "website": "x"}).status_code == 302
    assert Subscription.objects.count() == 0


def test_one_device_cannot_ask_for_ever() -> None:
    report, browser = a_report(), Client()
    codes = [browser.post(_page(report), {"email": f"a{n}@example.com"}).status_code for n in range(25)]
    assert codes[0] == 302 and codes[-1] == 200
    assert Subscription.objects.count() < 25


def test_a_report_that_is_not_public_cannot_be_followed() -> None:
    report = a_report(visibility=Visibility.HIDDEN)
    assert Client().post(_page(report), {"email": "a@example.com"}).status_code == 404


@pytest.mark.parametrize(
    ("state", "offered"), [(State.RECEIVED, True), (State.FIXED, True), (State.DUPLICATE, False)]
)
def test_nobody_is_invited_to_follow_what_goes_on_elsewhere(state: State, offered: bool) -> None:
    report = a_report(state=state)
    page = Client().get(reverse("reports:detail", args=[report.pk])).content.decode()
    assert (f'action="{_page(report)}"' in page) is offered


def test_stopping_takes_a_press_and_forgets_the_address() -> None:
    subscription = follow(a_report())
    stop = reverse("alerts:stop", args=[subscription.key])
    assert Client().get(stop).status_code == 200
    assert Subscription.objects.count() == 1
    # As a mail program does it: no cookie, no token (RFC 8058).
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert (Subscription.objects.count(), Subscriber.objects.count()) == (0, 0)
    assert strict.post(stop).status_code == 200
    # Who comes back to the link reads that it is over, and is not asked again.
    assert '<form method="post"' not in Client().get(stop).content.decode()


def test_the_reporter_can_ask_for_silence_by_the_private_link_only() -> None:
    report = a_report()
    stop = reverse("alerts:stop_reporter", args=[report.uid, secret_of(report.reporter)])
    assert Client().post(reverse("alerts:stop_reporter", args=[report.uid, "x"])).status_code == 404
    assert Client(enforce_csrf_checks=True).post(stop).status_code == 200
    assert Silence.objects.get().report == report
    assert Client().post(stop).status_code == 200


def test_a_key_that_is_gone_opens_nothing() -> None:
    assert Client().post(reverse("alerts:confirm", args=["gone"])).status_code == 404


def test_what_one_follows_is_told_in_the_words_of_its_country() -> None:
    kukes = make_municipality("kukes", country="AL")
    row = follow_scope(Scope(municipality=kukes), kinds=Kind.FIXED)
    with translation.override("sq"):
        (said,) = following_of(row.subscriber).followed[0].kinds
    assert "bashki" in said.casefold() and "komun" not in said.casefold()
