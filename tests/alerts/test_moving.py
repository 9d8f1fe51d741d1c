"""A browser's push address changes: what it follows goes along, once, and to nobody else."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from besa.alerts.models import Notice, Subscriber, Subscription, Topic
from besa.alerts.scopes import Scope
from besa.alerts.services.subscriptions import Address, Wish
from besa.alerts.services.subscriptions import follow as follow_at
from besa.reports.models import Report
from besa.reports.services.answers import answer_report
from tests.alerts.test_mails import run_listeners
from tests.factories.desk import a_report

pytestmark = pytest.mark.django_db
OLD = "https://fcm.googleapis.com/fcm/send/old"
NEW = "https://fcm.googleapis.com/fcm/send/new"
PAGE = "/sq/alerts/device/moved/"


def keys() -> dict[str, str]:
    """What a browser makes for each of its addresses."""
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    raw = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {"p256dh": _encoded(raw), "auth": _encoded(b"0123456789abcdef")}


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def browser_follows(report: Report, endpoint: str) -> Subscription:
    scope = Scope(report=report, municipality=report.municipality)
    to = Address("push", endpoint, secrets=keys(), proven=True)
    return follow_at(scope=scope, wish=Wish(language="sq", brand="besa"), to=to)


def moved(client: Client, **values: Any) -> int:
    return client.post(PAGE, {"old": OLD, "endpoint": NEW, **keys(), **values}).status_code


def test_the_new_address_is_told_in_place_of_the_old_one() -> None:
    client, report = Client(enforce_csrf_checks=True), a_report()
    before = browser_follows(report, OLD).subscriber
    given = keys()
    assert moved(client, **given) == 204
    after = Subscriber.objects.get()
    assert (after.pk, after.key, after.address, after.secrets) == (before.pk, before.key, NEW, given)
    assert moved(client) == 204  # told twice, because the first answer was lost
    assert Subscriber.objects.count() == 1 and Subscription.objects.count() == 1
    assert Topic.objects.count() >= 1


def test_one_that_was_given_up_hears_again_at_its_new_address() -> None:
    subscriber = browser_follows(a_report(), OLD).subscriber
    Subscriber.objects.update(unreachable_at=subscriber.created_at, bounces=3)
    Topic.objects.all().delete()
    assert moved(Client()) == 204
    assert Subscriber.objects.get().unreachable_at is None and Topic.objects.exists()


def test_both_addresses_become_one_without_telling_anything_twice() -> None:
    both, only_old = a_report(), a_report()
    browser_follows(both, OLD)
    browser_follows(only_old, OLD)
    kept = browser_follows(both, NEW).subscriber
    for report in (both, only_old):
        answer_report(report=report, role="officer", text="Soon")
    run_listeners(times=1)
    assert moved(Client()) == 204
    assert [one.pk for one in Subscriber.objects.all()] == [kept.pk]
    follows = Subscription.objects.order_by("report_id").values_list("report_id", flat=True)
    assert list(follows) == [both.pk, only_old.pk]
    told = Notice.objects.values_list("happening__report_id", flat=True)
    assert sorted(told) == [both.pk, only_old.pk]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"old": "https://fcm.googleapis.com/fcm/send/unknown"}, 404),
        ({"endpoint": "https://evil.example/steal"}, 400),
        ({"endpoint": ""}, 400),
        ({"auth": "short"}, 400),
        ({"p256dh": "x" * 87}, 400),
    ],
)
def test_nobody_moves_what_they_do_not_know_or_to_somewhere_else(wrong: dict[str, str], status: int) -> None:
    browser_follows(a_report(), OLD)
    assert moved(Client(), **wrong) == status
    assert Subscriber.objects.get().address == OLD
    assert Client().get(PAGE).status_code == 405
